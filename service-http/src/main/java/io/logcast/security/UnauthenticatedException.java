package io.logcast.security;

import io.quarkus.security.UnauthorizedException;

/** A call without a valid token; answered 401. */
final class UnauthenticatedException extends UnauthorizedException {

    private static final long serialVersionUID = 1L;

    UnauthenticatedException(String message) {
        super(message);
    }
}
