package io.logcast.testing.routes;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Makes calls without following redirects. Reads only the beginning of a body that may never end. */
public final class Caller {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int BEGINNING = 2000;
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI service;

    public Caller(URI service) {
        this.service = service;
    }

    /**
     * The status of the answer.
     *
     * @param headers names and values in turns
     */
    public int status(Route route, String... headers) {
        var answer = open(route, headers);
        try (var body = answer.body()) {
            return answer.statusCode();
        } catch (IOException e) {
            throw new AssertionError("not closed", e);
        }
    }

    /**
     * The answer, whose body the caller has to close.
     *
     * @param headers names and values in turns
     */
    public HttpResponse<InputStream> open(Route route, String... headers) {
        var request = HttpRequest.newBuilder(service.resolve(route.path()))
                .timeout(PATIENCE)
                .method(route.method(), BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return HTTP.send(request.build(), BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new AssertionError(route + " was not answered", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** The first bytes of the body, as text; closes it. */
    public static String beginning(HttpResponse<InputStream> answer) {
        try (var body = answer.body()) {
            return new String(body.readNBytes(BEGINNING), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError("not read", e);
        }
    }

    /** The header with the token. */
    public static String[] bearer(String token) {
        return new String[] {"Authorization", "Bearer " + token};
    }
}
