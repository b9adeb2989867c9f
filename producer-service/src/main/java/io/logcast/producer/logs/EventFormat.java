package io.logcast.producer.logs;

import io.logcast.producer.cloudevents.CloudEvents;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The format of a request's events: the {@code format} tag of the metrics. */
public enum EventFormat {
    CLOUDEVENTS("application/cloudevents") {
        @Override
        boolean isOf(HttpServerRequest request) {
            return super.isOf(request) || request.getHeader(CloudEvents.VERSION_HEADER) != null;
        }
    },
    JSON(MediaType.APPLICATION_JSON),
    NDJSON(BodyFormat.NDJSON),
    TEXT(MediaType.TEXT_PLAIN),
    /** A request to {@link LogResource} whose headers name none of the above. */
    OTHER(null),
    OTLP(null),
    LOKI(null),
    ELASTICSEARCH(null),
    SPLUNK(null);

    private static final List<EventFormat> ALL = List.of(values());

    private final @Nullable String type;

    /** @param type how its content types begin; null if a request to {@link LogResource} cannot name the format */
    EventFormat(@Nullable String type) {
        this.type = type;
    }

    /** The format that a request to {@link LogResource} says its body has. */
    static EventFormat of(HttpServerRequest request) {
        for (var format : ALL) {
            if (format.isOf(request)) {
                return format;
            }
        }
        return OTHER;
    }

    /** Whether a request to {@link LogResource} says that its body has this format. */
    boolean isOf(HttpServerRequest request) {
        return isNamedBy(request.getHeader(HttpHeaders.CONTENT_TYPE));
    }

    /** Whether the content type is one of this format's. */
    boolean isNamedBy(@Nullable String contentType) {
        return type != null
                && contentType != null
                && contentType.strip().regionMatches(true, 0, type, 0, type.length());
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
