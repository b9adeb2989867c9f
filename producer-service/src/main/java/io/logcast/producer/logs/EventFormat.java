package io.logcast.producer.logs;

import io.logcast.producer.cloudevents.CloudEvents;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Locale;

/** The format of a request's events: the {@code format} tag of the metrics. */
public enum EventFormat {
    JSON("application/json"),
    NDJSON("application/x-ndjson"),
    TEXT("text/plain"),
    CLOUDEVENTS("application/cloudevents"),
    OTLP("application/x-protobuf"),
    LOKI(""),
    ELASTICSEARCH(""),
    SPLUNK(""),
    OTHER("");

    private final String type;

    EventFormat(String type) {
        this.type = type;
    }

    /** The format that a request to {@link LogResource} says its body has. */
    static EventFormat of(HttpServerRequest request) {
        var header = request.getHeader(HttpHeaders.CONTENT_TYPE);
        var type = header == null ? "" : header.strip().toLowerCase(Locale.ROOT);
        if (type.startsWith(CLOUDEVENTS.type) || request.getHeader(CloudEvents.VERSION_HEADER) != null) {
            return CLOUDEVENTS;
        }
        for (var format : new EventFormat[] {JSON, NDJSON, TEXT}) {
            if (type.startsWith(format.type)) {
                return format;
            }
        }
        return OTHER;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
