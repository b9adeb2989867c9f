package io.logcast.producer.loki;

import io.logcast.producer.requests.ContentTypes;
import io.logcast.producer.requests.RefusedException;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The two encodings of a push request. */
enum PushFormat {
    JSON {
        @Override
        PushReading reading(int maxSize) {
            return new JsonPush();
        }
    },
    PROTOBUF {
        @Override
        PushReading reading(int maxSize) {
            return new ProtobufPush(maxSize);
        }
    };

    static final String JSON_TYPE = "application/json";
    static final String PROTOBUF_TYPE = "application/x-protobuf";

    private static final String SNAPPY = "snappy";

    /** A reading for one request, whose decoded body may have at most that many bytes. */
    abstract PushReading reading(int maxSize);

    /**
     * The format of the request; protobuf if it names none, as in Loki.
     *
     * @throws RefusedException 415 for another format
     */
    static PushFormat of(HttpServerRequest request) {
        var format = named(request.getHeader(HttpHeaders.CONTENT_TYPE));
        // Protobuf is always in Snappy's format, but some clients also name it as the content coding.
        if (format == PROTOBUF
                && request.headers().getAll(HttpHeaders.CONTENT_ENCODING).equals(List.of(SNAPPY))) {
            request.headers().remove(HttpHeaders.CONTENT_ENCODING);
        }
        return format;
    }

    private static PushFormat named(@Nullable String contentType) {
        return switch (ContentTypes.typeOf(contentType)) {
            case JSON_TYPE -> JSON;
            case PROTOBUF_TYPE, "" -> PROTOBUF;
            default ->
                throw new RefusedException(
                        RefusedException.UNSUPPORTED,
                        "Content-Type must be %s or %s".formatted(JSON_TYPE, PROTOBUF_TYPE));
        };
    }
}
