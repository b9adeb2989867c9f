package io.logcast.consumer.subscriptions;

/** A field of a request's body breaks its rule; answered 422 with the field's name. */
public final class InvalidFieldException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String field;

    /** @param reason goes on behind the field's name, such as {@code must be a whole number} */
    public InvalidFieldException(String field, String reason) {
        super(field + ": " + reason);
        this.field = field;
    }

    /** The field's name, such as {@code binding.patterns}. */
    public String field() {
        return field;
    }
}
