package io.logcast.security;

import io.quarkus.security.UnauthorizedException;

/** A call whose token cannot be checked now, since the issuer does not answer; answered 503. */
final class IssuerAwayException extends UnauthorizedException {

    private static final long serialVersionUID = 1L;

    IssuerAwayException(Throwable cause) {
        super("The token cannot be checked: its issuer does not answer", cause);
    }
}
