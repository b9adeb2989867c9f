package io.logcast.consumer.webhooks;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A server that keeps the requests which it got, and answers as a test wants. */
final class Receiver implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 30;

    /** The requests so far. */
    final List<Request> requests = new CopyOnWriteArrayList<>();

    volatile Consumer<HttpServerResponse> answer = HttpServerResponse::end;

    private final HttpServer server;

    record Request(String uri, Map<String, List<String>> headers, Buffer body, String sni) {

        String header(String name) {
            return String.join(",", headers.getOrDefault(name, List.of()));
        }

        HttpHeaders httpHeaders() {
            return HttpHeaders.of(headers, (name, value) -> true);
        }
    }

    Receiver(Vertx vertx, HttpServerOptions options) {
        this.server =
                join(vertx.createHttpServer(options).requestHandler(this::take).listen(0, "127.0.0.1"));
    }

    private void take(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            var headers = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
            request.headers()
                    .names()
                    .forEach(name -> headers.put(name, request.headers().getAll(name)));
            requests.add(new Request(
                    request.uri(),
                    headers,
                    body,
                    String.valueOf(request.connection().indicatedServerName())));
            answer.accept(request.response());
        });
    }

    int port() {
        return server.actualPort();
    }

    @Override
    public void close() {
        join(server.close());
    }

    static <T> T join(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }
}
