package io.logcast.consumer.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logcast.consumer.bounds.ByteBudget;
import io.logcast.http.ProblemException;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PageMemoryTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Vertx vertx = Vertx.vertx();
    private final ByteBudget budget = new ByteBudget(GrowingPage.BYTES);
    private final PageMemory memory = new PageMemory(budget, PATIENCE);

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(1, TimeUnit.MINUTES);
    }

    @Test
    void aClientThatHasGoneBeforeItHadRoomKeepsNone() throws Exception {
        // Given
        var call = callOfAClientThatHasGone();
        // Then
        assertThatThrownBy(() -> memory.reserve(call)).isInstanceOf(ProblemException.class);
        assertThat(budget.free()).isEqualTo(GrowingPage.BYTES);
    }

    private RoutingContext callOfAClientThatHasGone() throws Exception {
        var arrived = new CompletableFuture<RoutingContext>();
        var gone = new CompletableFuture<RoutingContext>();
        var router = Router.router(vertx);
        router.route().handler(call -> {
            call.response().closeHandler(closed -> gone.complete(call));
            arrived.complete(call);
        });
        var server = vertx.createHttpServer().requestHandler(router);
        try (var client = connect(server)) {
            client.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            arrived.get(1, TimeUnit.MINUTES);
        }
        return gone.get(1, TimeUnit.MINUTES);
    }

    private static Socket connect(HttpServer server) throws Exception {
        var port = server.listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(1, TimeUnit.MINUTES)
                .actualPort();
        return new Socket("127.0.0.1", port);
    }
}
