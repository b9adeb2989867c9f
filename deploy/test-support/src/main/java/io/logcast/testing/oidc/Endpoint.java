package io.logcast.testing.oidc;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One path of the issuer. */
interface Endpoint {

    /**
     * The answer to a request.
     *
     * @param request the fields of its query and of its form
     * @throws IllegalArgumentException if a field is missing
     */
    Answer answer(Map<String, String> request);

    static HttpHandler handler(Endpoint endpoint) {
        return exchange -> {
            try (exchange) {
                var answer = answer(endpoint, exchange);
                var body = answer.body().getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", answer.type());
                if (answer.location() != null) {
                    exchange.getResponseHeaders().set("Location", answer.location());
                }
                exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
                exchange.getResponseBody().write(body);
            }
        };
    }

    private static Answer answer(Endpoint endpoint, HttpExchange exchange) throws IOException {
        try {
            return endpoint.answer(parameters(exchange));
        } catch (IllegalArgumentException e) {
            return Answer.error("invalid_request");
        }
    }

    private static Map<String, String> parameters(HttpExchange exchange) throws IOException {
        var parameters = new HashMap<String, String>();
        addAll(parameters, exchange.getRequestURI().getRawQuery());
        addAll(parameters, new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        return parameters;
    }

    private static void addAll(Map<String, String> parameters, @Nullable String encoded) {
        if (encoded == null || encoded.isEmpty()) {
            return;
        }
        for (var pair : encoded.split("&")) {
            var parts = pair.split("=", 2);
            parameters.put(decoded(parts[0]), parts.length == 2 ? decoded(parts[1]) : "");
        }
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
