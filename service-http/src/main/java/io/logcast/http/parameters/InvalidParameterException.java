package io.logcast.http.parameters;

import io.logcast.http.InvalidFieldException;
import io.logcast.http.ProblemException;
import java.util.List;
import java.util.Map;

/** A query parameter breaks its rule; answered 400 with the parameter's name. */
public final class InvalidParameterException extends ProblemException {

    private static final long serialVersionUID = 1L;
    private static final int BAD_REQUEST = 400;

    private final String parameter;
    private final String reason;

    /** @param reason continues after the parameter's name, such as {@code must be a number from 1 to 1000} */
    public InvalidParameterException(String parameter, String reason) {
        super(BAD_REQUEST, parameter + ": " + reason, null);
        this.parameter = parameter;
        this.reason = reason;
    }

    /** The same refusal for a parameter that is part of a body, at that path. */
    public InvalidFieldException inBody(String path) {
        return new InvalidFieldException(path + "." + parameter, reason);
    }

    /** Without the parameter's name. */
    public String reason() {
        return reason;
    }

    @Override
    protected Map<String, ?> members() {
        return Map.of("violations", List.of(Map.of("field", parameter, "in", "query", "message", reason)));
    }
}
