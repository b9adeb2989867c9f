package io.logcast.consumer.stream;

import io.logcast.testing.network.SseReader;
import io.restassured.RestAssured;
import java.net.URI;

/** A reader of a stream of this service. */
public final class SseClient extends SseReader {

    private SseClient(String path, String... headers) {
        super(URI.create("http://localhost:" + RestAssured.port + path), headers);
    }

    static SseClient open() {
        return open("");
    }

    /** @param query the query, with its question mark */
    static SseClient open(String query) {
        return at("/api/v1/logs/stream" + query);
    }

    /** Reconnects like a browser. */
    static SseClient openAfter(String lastEventId) {
        return new SseClient("/api/v1/logs/stream", "Last-Event-ID", lastEventId);
    }

    /** A stream at another path. */
    public static SseClient at(String path) {
        return new SseClient(path);
    }
}
