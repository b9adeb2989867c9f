package io.logcast.producer.requests;

import io.vertx.core.http.HttpServerRequest;

/** The query parameters of calls that have none. */
public final class QueryParameters {

    private static final int MAX_SHOWN = 64;

    private QueryParameters() {}

    /** @throws RefusedException 400 naming the first; a mistyped one must not go unnoticed */
    public static void refuseAll(HttpServerRequest request) {
        var query = request.query();
        if (query != null && !query.isEmpty()) {
            var name = query.split("[=&]", 2)[0];
            throw new RefusedException(
                    RefusedException.BAD_REQUEST,
                    name.substring(0, Math.min(MAX_SHOWN, name.length())) + ": unknown query parameter");
        }
    }
}
