package io.logcast.producer.requests;

/** A request whose connection, or stream of HTTP/2, ended before its body. Nobody reads the answer. */
public final class ClientGoneException extends RefusedException {

    private static final long serialVersionUID = 1L;

    ClientGoneException(Throwable cause) {
        super(BAD_REQUEST, "The connection was closed before the end of the body", cause);
    }
}
