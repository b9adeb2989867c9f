package io.logcast.consumer.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logcast.consumer.Delivered;
import io.logcast.consumer.messages.Delivery;
import io.logcast.rabbitmq.PublishException;
import io.logcast.rabbitmq.PublishException.Reason;
import io.logcast.testing.messaging.TestEmitter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LaterReleasesTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Logger LOG = Logger.getLogger(LaterReleases.class.getName());

    private final Vertx vertx = Vertx.vertx();
    private final List<Delivered> delivered =
            Stream.generate(() -> Delivered.ours(new byte[100])).limit(4_000).toList();
    private final BlockingQueue<Message<? extends byte[]>> sent = new LinkedBlockingQueue<>();
    private final Thread archive = new Thread(this::deferAll);
    private Consumer<Message<? extends byte[]>> broker = message -> {};
    private final LaterReleases later = new LaterReleases(
            new TestEmitter(message -> {
                sent.add(message);
                broker.accept(message);
            }),
            "logs.archive.later",
            vertx,
            new SimpleMeterRegistry());

    @AfterEach
    void stop() throws Exception {
        archive.interrupt();
        archive.join();
        vertx.close().toCompletionStage().toCompletableFuture().get(1, TimeUnit.MINUTES);
    }

    @Test
    void holdsFewOfThemWhileTheirQueueIsFull() {
        // Given
        broker = refusing(Reason.REJECTED);
        // When
        deferAll();
        // Then
        var given = delivered.stream().filter(each -> each.nacked().isDone()).toList();
        assertThat(given).hasSizeBetween(3_480, 3_500);
        assertThat(given.get(0).nacked().join())
                .isInstanceOf(CannotBePutOffException.class)
                .hasMessageContaining("logs.archive.later takes no more");
        assertThat(delivered).noneMatch(each -> each.acked().isDone());
    }

    @Test
    void holdsAllWithoutWaitingWhileTheBrokerTakesNoMessages() {
        // Given
        broker = refusing(Reason.BLOCKED);
        // When
        archive.start();
        // Then
        awaitAllTried();
        assertThat(delivered).noneMatch(Delivered::isSettled);
    }

    @Test
    void acknowledgesEachOnceTheBrokerConfirmsIt() {
        // Given: a broker that does not answer
        archive.start();
        awaitAllTried();
        assertThat(delivered).noneMatch(Delivered::isSettled);
        // When: the broker answers again
        sent.forEach(Message::ack);
        // Then
        assertThat(delivered).allMatch(each -> each.acked().isDone());
    }

    @Test
    void triesAllAgainTogetherAndWarnsOnce() {
        // Given
        broker = refusing(Reason.BLOCKED);
        var warnings = new Warnings();
        LOG.addHandler(warnings);
        try {
            // When
            delivered.stream().limit(100).forEach(this::defer);
            // Then
            await().atMost(PATIENCE).until(() -> sent.size() == 200);
            assertThat(warnings.logged).hasSize(1);
            assertThat(warnings.logged.get(0)).contains("logs.archive.later yet: 100.", "of a test");
        } finally {
            LOG.removeHandler(warnings);
        }
    }

    private void awaitAllTried() {
        await().atMost(PATIENCE).until(() -> !archive.isAlive());
        assertThat(sent).hasSameSizeAs(delivered);
    }

    private static Consumer<Message<? extends byte[]>> refusing(Reason reason) {
        return message -> message.nack(new PublishException(reason, "of a test"));
    }

    private void deferAll() {
        delivered.forEach(this::defer);
    }

    private void defer(Delivered message) {
        later.defer(message.message(), Delivery.of(message.message()));
    }

    private static final class Warnings extends Handler {

        private final List<String> logged = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord entry) {
            if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
                logged.add(String.format(entry.getMessage(), entry.getParameters()));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
