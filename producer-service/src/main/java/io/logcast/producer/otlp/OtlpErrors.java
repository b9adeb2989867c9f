package io.logcast.producer.otlp;

import io.logcast.http.ErrorForm;
import io.quarkus.arc.Unremovable;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/**
 * Errors of exports as google.rpc.Status, in the encoding of the request, including those that never reach {@link
 * OtlpResource}.
 */
@Singleton
@Unremovable
final class OtlpErrors implements ErrorForm {

    @Override
    public boolean isOf(HttpServerRequest request) {
        var path = request.path();
        return path != null && path.startsWith(OtlpResource.PATH);
    }

    @Override
    public MediaType type(HttpServerRequest request) {
        return MediaType.valueOf(
                formatOf(request.getHeader(HttpHeaders.CONTENT_TYPE)).contentType());
    }

    @Override
    public byte[] body(HttpServerRequest request, int status, String detail) {
        return formatOf(request.getHeader(HttpHeaders.CONTENT_TYPE)).status(detail);
    }

    /** JSON if the request has neither encoding. */
    private static OtlpFormat formatOf(@Nullable String contentType) {
        var format = OtlpFormat.of(contentType);
        return format == null ? OtlpFormat.JSON : format;
    }
}
