package io.logcast.cli.connection;

import io.logcast.client.sending.Route;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** Calls one service. Each call has a deadline; an {@link IOException} means that there was no answer. */
public final class Api {

    /** Longer than any call waits by design. */
    private static final Duration TIMEOUT = Duration.ofSeconds(90);

    private static final int UNAUTHORIZED = 401;

    private final HttpClient http;
    private final URI address;
    private final Credentials credentials;

    Api(HttpClient http, URI address, Credentials credentials) {
        this.http = http;
        this.address = address;
        this.credentials = credentials;
    }

    /** @param path with its query */
    public Answer get(String path) throws IOException {
        return call("GET", path, Map.of(), BodyPublishers.noBody());
    }

    public Answer delete(String path) throws IOException {
        return call("DELETE", path, Map.of(), BodyPublishers.noBody());
    }

    public Answer post(String path) throws IOException {
        return call("POST", path, Map.of(), BodyPublishers.noBody());
    }

    /** Sends a body: {@code POST} or {@code PUT}. */
    public Answer send(String method, String path, String contentType, byte[] body) throws IOException {
        return call(method, path, Map.of("Content-Type", contentType), BodyPublishers.ofByteArray(body));
    }

    /** A route that posts log events to this path. */
    public Route route(String path) {
        return lines -> {
            var answer = send("POST", path, "application/x-ndjson", lines);
            return new Route.Response(
                    answer.status(), new String(answer.body(), StandardCharsets.UTF_8), answer.retryAfter());
        };
    }

    /** An answer that is read as it arrives. A read fails if nothing arrives for that long. */
    public HttpResponse<InputStream> open(String path, Map<String, String> headers, Duration silence)
            throws IOException {
        var answer = stream(path, headers, silence);
        if (answer.statusCode() == UNAUTHORIZED && credentials.renew()) {
            answer.body().close();
            answer = stream(path, headers, silence);
        }
        return answer;
    }

    private HttpResponse<InputStream> stream(String path, Map<String, String> headers, Duration silence)
            throws IOException {
        var request = request(path, headers).timeout(TIMEOUT).GET().build();
        return Exchange.await(http.sendAsync(request, TimedBody.handler(silence)), TIMEOUT);
    }

    private Answer call(String method, String path, Map<String, String> headers, BodyPublisher body)
            throws IOException {
        var answer = Exchange.call(http, request(path, headers).method(method, body), TIMEOUT);
        if (answer.status() == UNAUTHORIZED && credentials.renew()) {
            return Exchange.call(http, request(path, headers).method(method, body), TIMEOUT);
        }
        return answer;
    }

    private HttpRequest.Builder request(String path, Map<String, String> headers) throws IOException {
        var request = HttpRequest.newBuilder(URI.create(address + path));
        headers.forEach(request::header);
        var authorization = credentials.authorization();
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return request;
    }

    /** Its address. */
    @Override
    public String toString() {
        return address.toString();
    }
}
