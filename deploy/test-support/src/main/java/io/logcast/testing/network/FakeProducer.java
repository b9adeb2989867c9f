package io.logcast.testing.network;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** A server in place of a producer. It answers the first requests as the test says, in turn, and accepts all others. */
public final class FakeProducer implements AutoCloseable {

    /** Answers one request with these lines. */
    public interface Behaviour {
        void answer(HttpExchange exchange, List<String> lines) throws IOException, InterruptedException;
    }

    /** A request as it came. */
    public record Request(List<String> lines, String authorization, String target) {}

    private final HttpServer server;
    private final Deque<Behaviour> behaviours = new ConcurrentLinkedDeque<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    public FakeProducer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", this::handle);
        server.start();
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public FakeProducer then(Behaviour behaviour) {
        behaviours.add(behaviour);
        return this;
    }

    public List<Request> requests() {
        return requests;
    }

    /** The lines of all requests, in order. */
    public List<String> lines() {
        return requests.stream().flatMap(request -> request.lines().stream()).toList();
    }

    /** Answers that all lines are accepted. */
    public static void accept(HttpExchange exchange, List<String> lines) throws IOException {
        answer(exchange, 202, lines.size(), lines.size(), List.of());
    }

    /**
     * Answers as a producer does.
     *
     * @param errors as JSON
     */
    public static void answer(HttpExchange exchange, int status, int lines, int settledTo, List<String> errors)
            throws IOException {
        send(
                exchange,
                status,
                "{\"lines\":%d,\"accepted\":%d,\"not_accepted\":%d,\"settled_to\":%d,\"ids\":[],\"errors\":[%s]}"
                        .formatted(lines, lines - errors.size(), errors.size(), settledTo, String.join(",", errors)));
    }

    public static String error(int line, String outcome, int status) {
        return "{\"line\":%d,\"outcome\":\"%s\",\"status\":%d,\"field\":\"message\",\"reason\":\"is wrong\"}"
                .formatted(line, outcome, status);
    }

    public static void send(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var lines = body.lines().collect(Collectors.toCollection(ArrayList::new));
            var authorization = exchange.getRequestHeaders().getFirst("Authorization");
            requests.add(new Request(
                    List.copyOf(lines),
                    authorization == null ? "" : authorization,
                    exchange.getRequestURI().toString()));
            var behaviour = behaviours.poll();
            if (behaviour == null) {
                accept(exchange, lines);
            } else {
                behaviour.answer(exchange, lines);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
