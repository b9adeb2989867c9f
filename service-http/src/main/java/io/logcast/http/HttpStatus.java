package io.logcast.http;

import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.Response.StatusType;

/** A status with its reason phrase of RFC 9110. JAX-RS lacks some and has outdated phrases for others. */
record HttpStatus(int getStatusCode, String getReasonPhrase) implements StatusType {

    static StatusType of(int code) {
        return switch (code) {
            case 413 -> new HttpStatus(code, "Content Too Large");
            case 422 -> new HttpStatus(code, "Unprocessable Content");
            default -> {
                var known = Status.fromStatusCode(code);
                yield known == null ? new HttpStatus(code, "Error") : known;
            }
        };
    }

    @Override
    public Status.Family getFamily() {
        return Status.Family.familyOf(getStatusCode());
    }
}
