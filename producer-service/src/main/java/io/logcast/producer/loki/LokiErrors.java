package io.logcast.producer.loki;

import io.logcast.http.ErrorForm;
import io.quarkus.arc.Unremovable;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;

/** Errors of pushes as a line of text, including those that never reach {@link LokiResource}. */
@Singleton
@Unremovable
final class LokiErrors implements ErrorForm {

    @Override
    public boolean isOf(HttpServerRequest request) {
        var path = request.path();
        return path != null && path.startsWith(LokiResource.PATH);
    }

    @Override
    public MediaType type(HttpServerRequest request) {
        return MediaType.TEXT_PLAIN_TYPE.withCharset(StandardCharsets.UTF_8.name());
    }

    @Override
    public byte[] body(HttpServerRequest request, int status, String detail) {
        return (detail + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
