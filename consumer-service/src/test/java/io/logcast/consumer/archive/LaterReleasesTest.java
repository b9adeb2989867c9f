package io.logcast.consumer.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.consumer.Delivered;
import io.logcast.consumer.messages.Delivery;
import io.logcast.testing.messaging.TestEmitter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LaterReleasesTest {

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(1, TimeUnit.MINUTES);
    }

    @Test
    void holdsFewOfThemWhileTheirQueueIsFull() {
        // Given
        var fullQueue = new TestEmitter(message -> message.nack(new IllegalStateException("the queue is full")));
        var later = new LaterReleases(fullQueue, "logs.archive.later", vertx, new SimpleMeterRegistry());
        var delivered = Stream.generate(() -> Delivered.ours(new byte[100]))
                .limit(1_000)
                .toList();
        // When
        delivered.forEach(each -> later.defer(each.message(), Delivery.of(each.message())));
        // Then
        var given = delivered.stream().filter(each -> each.nacked().isDone()).toList();
        assertThat(given).hasSizeBetween(850, 950);
        assertThat(given.get(0).nacked().join())
                .isInstanceOf(CannotBePutOffException.class)
                .hasMessageContaining("logs.archive.later takes no more");
        assertThat(delivered).noneMatch(each -> each.acked().isDone());
    }
}
