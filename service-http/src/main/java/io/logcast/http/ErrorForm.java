package io.logcast.http;

import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;

/** The form of errors of a protocol that does not use {@link Problem}s. Implemented by beans that are not removable. */
public interface ErrorForm {

    /** Whether the errors of this request have this form. */
    boolean isOf(HttpServerRequest request);

    /** The status that the protocol has for an error that is otherwise answered with this one. */
    default int status(HttpServerRequest request, int status) {
        return status;
    }

    MediaType type(HttpServerRequest request);

    /**
     * The whole answer.
     *
     * @param status the same that {@link #status} gets
     * @param detail in the caller's words: what is wrong
     */
    byte[] body(HttpServerRequest request, int status, String detail);

    /** The form of the request's errors; empty if they are problems. */
    static Optional<ErrorForm> of(HttpServerRequest request) {
        return CDI.current().select(ErrorForm.class).stream()
                .filter(form -> form.isOf(request))
                .findFirst();
    }
}
