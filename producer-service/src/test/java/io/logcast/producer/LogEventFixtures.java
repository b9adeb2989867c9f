package io.logcast.producer;

import static io.restassured.RestAssured.config;
import static io.restassured.RestAssured.given;
import static io.restassured.config.EncoderConfig.encoderConfig;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Log events as clients send them. */
public final class LogEventFixtures {

    public static final String PATH = "/api/v1/logs";
    public static final String HELLO = "{\"message\":\"Hello World!\"}";
    public static final String ID = "0198f0c4-7d1e-7a50-8f0a-3b5c2d1e4f60";

    /** All fields of an event, as a client may set them. */
    public static final String ALL_FIELDS = """
            {"id":"%s","timestamp":"2026-01-31T23:59:59.123456789Z","severity":"ERROR2","source":"payments.api",\
            "message":"card declined","attributes":{"tenant":"acme","order":4711,"ratio":0.5,"paid":false,\
            "tags":["a",1,null],"nested":{"env":"none"}},"trace_id":"4bf92f3577b34da6a3ce929d0e0e4736",\
            "span_id":"00f067aa0ba902b7"}""".formatted(ID);

    // As many requests at a time as even a busy machine serves within the default deadline.
    private static final ExecutorService CLIENTS = Executors.newFixedThreadPool(16, task -> {
        var thread = new Thread(task, "client");
        thread.setDaemon(true);
        return thread;
    });

    private LogEventFixtures() {}

    public static RequestSpecification event(String json) {
        return given().contentType(ContentType.JSON).body(json);
    }

    /** An event of which only the id matters. */
    public static String eventWithId(Object id) {
        return "{\"id\":\"%s\",\"message\":\"one of many\"}".formatted(id);
    }

    public static Response post(String json) {
        return event(json).post(PATH);
    }

    public static Response post(String json, Map<String, String> headers) {
        return event(json).headers(headers).post(PATH);
    }

    /** Sends a body of many events. */
    public static Response upload(String contentType, String body) {
        return request(contentType).body(body.getBytes(StandardCharsets.UTF_8)).post(PATH);
    }

    /** A request of exactly that content type; rest-assured would add a charset that the body does not have. */
    public static RequestSpecification request(String contentType) {
        return given().config(config().encoderConfig(
                                encoderConfig().appendDefaultContentCharsetToContentTypeIfUndefined(false)))
                .contentType(contentType);
    }

    /** The same, from a thread of its own. */
    public static CompletableFuture<Response> uploadAside(String contentType, String body) {
        return aside(() -> upload(contentType, body));
    }

    /** Runs a call that takes long in a thread of its own. */
    public static CompletableFuture<Response> aside(Supplier<Response> request) {
        return CompletableFuture.supplyAsync(request, CLIENTS);
    }

    /** Sends the event from a thread of its own, since the answer takes long. */
    public static CompletableFuture<Response> postAside(String json) {
        return aside(() -> post(json));
    }
}
