package io.logcast.model.event;

/**
 * A field of a log event breaks its rule. The message is {@code field: reason}, fit to be shown to the client; the
 * services answer it 422.
 */
public final class InvalidLogEventException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String field;
    private final String reason;

    /** @param field the field's name as in the JSON, such as {@code attributes.user} */
    public InvalidLogEventException(String field, String reason) {
        // Its stack trace says nothing, and lenient readers meet many.
        super(field + ": " + reason, null, false, false);
        this.field = field;
        this.reason = reason;
    }

    /** The field's name as in the JSON. */
    public String field() {
        return field;
    }

    /** What is wrong with it, without the field's name. */
    public String reason() {
        return reason;
    }
}
