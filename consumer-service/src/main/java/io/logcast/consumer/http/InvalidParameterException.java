package io.logcast.consumer.http;

/** A query parameter breaks its rule; answered 400 with the parameter's name. */
public final class InvalidParameterException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String parameter;
    private final String reason;

    /** @param reason goes on behind the parameter's name, such as {@code must be a number from 1 to 1000} */
    public InvalidParameterException(String parameter, String reason) {
        super(parameter + ": " + reason);
        this.parameter = parameter;
        this.reason = reason;
    }

    /** The parameter's name. */
    public String parameter() {
        return parameter;
    }

    /** What is wrong with it. */
    public String reason() {
        return reason;
    }
}
