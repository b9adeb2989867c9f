package io.logcast.http;

import java.util.Map;

/** A field of a request breaks its rule; answered 422 with the field's name. */
public final class InvalidFieldException extends ProblemException {

    private static final long serialVersionUID = 1L;
    private static final int UNPROCESSABLE = 422;

    private final String field;

    /**
     * Names the field, and what is wrong with it.
     *
     * @param field such as {@code binding.patterns}
     * @param reason continues after the field's name, such as {@code must be a whole number}
     */
    public InvalidFieldException(String field, String reason) {
        super(UNPROCESSABLE, field + ": " + reason, null);
        this.field = field;
    }

    @Override
    protected Map<String, ?> members() {
        return Map.of("field", field);
    }
}
