package io.logcast.producer.splunk;

import io.logcast.http.ErrorForm;
import io.quarkus.arc.Unremovable;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

/** Errors of these calls in Splunk's form, including those that never reach {@link CollectorResource}. */
@Singleton
@Unremovable
final class CollectorErrors implements ErrorForm {

    private static final int FORBIDDEN = 403;

    @Override
    public boolean isOf(HttpServerRequest request) {
        var path = request.path();
        return path != null && path.startsWith(CollectorResource.PATH);
    }

    /** Splunk answers 401 only to a request without a token. */
    @Override
    public int status(HttpServerRequest request, int status) {
        return answer(request, status) == CollectorAnswer.INVALID_TOKEN ? FORBIDDEN : status;
    }

    @Override
    public MediaType type(HttpServerRequest request) {
        return MediaType.APPLICATION_JSON_TYPE;
    }

    @Override
    public byte[] body(HttpServerRequest request, int status, String detail) {
        return answer(request, status).json(detail);
    }

    private static CollectorAnswer answer(HttpServerRequest request, int status) {
        return switch (status) {
            case 401 ->
                request.getHeader(HttpHeaders.AUTHORIZATION) == null
                        ? CollectorAnswer.TOKEN_REQUIRED
                        : CollectorAnswer.INVALID_TOKEN;
            case 403 -> CollectorAnswer.INVALID_TOKEN;
            case 404, 405 -> CollectorAnswer.NOT_FOUND;
            case 413 -> CollectorAnswer.TOO_LARGE;
            case 429, 503 -> CollectorAnswer.BUSY;
            case 500 -> CollectorAnswer.INTERNAL_ERROR;
            default -> CollectorAnswer.INVALID_FORMAT;
        };
    }
}
