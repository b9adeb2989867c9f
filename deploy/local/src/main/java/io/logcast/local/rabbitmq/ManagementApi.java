package io.logcast.local.rabbitmq;

import io.logcast.local.process.LocalProcessException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * RabbitMQ's management HTTP API. The calls throw {@link LocalProcessException} if it cannot be reached, or does not
 * answer with a 2xx.
 */
public final class ManagementApi {
    // HTTP/1.1, since the server closes a connection whose request has a body and offers an upgrade to HTTP/2.
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Pattern VERSION = Pattern.compile("\"rabbitmq_version\":\"([^\"]+)\"");
    private static final String OVERVIEW = "/api/overview";
    private static final String PERMISSIONS = "{\"configure\":\".*\",\"write\":\".*\",\"read\":\".*\"}";

    private final BrokerEndpoint broker;

    ManagementApi(BrokerEndpoint broker) {
        this.broker = broker;
    }

    /** The body of {@code GET /api/...}; the path's segments must be URL-encoded. */
    public String get(String path) {
        return call("GET", path, "");
    }

    public String put(String path, String json) {
        return call("PUT", path, json);
    }

    public String post(String path, String json) {
        return call("POST", path, json);
    }

    public String delete(String path) {
        return call("DELETE", path, "");
    }

    public String version() {
        var version = VERSION.matcher(get(OVERVIEW));
        if (!version.find()) {
            throw new LocalProcessException("The management API at " + broker.management() + " names no version");
        }
        return version.group(1);
    }

    /**
     * Whether the broker says that it is healthy, its AMQP listener is open, and its boot is complete. An open port is
     * not enough: after the listener is open, it takes another 0.1 to 0.3 s until the overview knows the node's state;
     * until then, RabbitMQ 4.3 answers the overview with 500.
     */
    public boolean isReady() {
        try {
            get("/api/health/checks/local-alarms");
            get("/api/health/checks/protocol-listener/amqp");
            get(OVERVIEW);
            return true;
        } catch (LocalProcessException e) {
            return false;
        }
    }

    /** Creates a virtual host with a unique name, on which the user has all permissions. */
    public VirtualHost newVirtualHost() {
        var name = "test-" + UUID.randomUUID();
        put("/api/vhosts/" + encoded(name), "{}");
        put("/api/permissions/" + encoded(name) + "/" + encoded(broker.username()), PERMISSIONS);
        return new VirtualHost(broker.withVirtualHost(name), this);
    }

    /** A name as one segment of a path. */
    public static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private String call(String method, String path, String json) {
        var request = HttpRequest.newBuilder(URI.create(broker.management() + path))
                .timeout(TIMEOUT)
                .header("Authorization", basic(broker))
                .header("Content-Type", "application/json")
                .method(method, json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json))
                .build();
        HttpResponse<String> response = send(request);
        if (response.statusCode() / 100 != 2) {
            throw new LocalProcessException(
                    method + " " + request.uri() + " was answered " + response.statusCode() + ": " + response.body());
        }
        return response.body();
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return HTTP.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new LocalProcessException("The management API cannot be reached at " + request.uri(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalProcessException("Interrupted while calling " + request.uri(), e);
        }
    }

    private static String basic(BrokerEndpoint broker) {
        byte[] credentials = (broker.username() + ":" + broker.password()).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(credentials);
    }
}
