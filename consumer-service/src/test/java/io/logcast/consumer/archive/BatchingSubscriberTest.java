package io.logcast.consumer.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchingSubscriberTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final int BATCH = 3;
    private static final int BYTES = 1_000;

    private final List<List<Message<byte[]>>> stored = new CopyOnWriteArrayList<>();
    private final Semaphore mayStore = new Semaphore(0);
    private final Upstream upstream = new Upstream();
    private final BatchingSubscriber batches = new BatchingSubscriber(this::store, BATCH, BYTES, Duration.ZERO);

    @AfterEach
    void stop() {
        mayStore.release(100);
        batches.stop();
    }

    @Test
    void asksForTwoBatchesAtFirst() {
        // When
        batches.onSubscribe(upstream);
        // Then
        assertThat(upstream.requested).hasValue(2 * BATCH);
    }

    @Test
    void handsOnWhatArrivedMeanwhileAsTheNextBatches() {
        // Given
        start();
        deliver(1);
        await().atMost(PATIENCE).until(() -> stored.size() == 1);
        // When
        deliver(5);
        mayStore.release(3);
        // Then
        await().atMost(PATIENCE).until(() -> stored.size() == 3);
        assertThat(stored).extracting(List::size).containsExactly(1, 3, 2);
    }

    @Test
    void endsABatchBeforeItHasTooManyBytes() {
        // Given
        start();
        deliver(1);
        await().atMost(PATIENCE).until(() -> stored.size() == 1);
        // When
        for (var bytes : new int[] {600, 400, 1, 5_000, 1}) {
            batches.onNext(Message.of(new byte[bytes]));
        }
        mayStore.release(5);
        // Then
        await().atMost(PATIENCE).until(() -> stored.size() == 5);
        assertThat(stored)
                .extracting(batch -> batch.stream()
                        .map(message -> message.getPayload().length)
                        .toList())
                .containsExactly(List.of(0), List.of(600, 400), List.of(1), List.of(5_000), List.of(1));
    }

    @Test
    void waitsForAFullBatchAsLongAsItMay() {
        // Given
        var lingering = new BatchingSubscriber(this::store, BATCH, BYTES, PATIENCE);
        mayStore.release();
        lingering.onSubscribe(upstream);
        lingering.start();
        try {
            // When
            for (int i = 0; i < BATCH; i++) {
                await().during(Duration.ofMillis(50)).atMost(PATIENCE).until(stored::isEmpty);
                lingering.onNext(Message.of(new byte[0]));
            }
            // Then
            await().atMost(PATIENCE).until(() -> stored.size() == 1);
            assertThat(stored.get(0)).hasSize(BATCH);
        } finally {
            lingering.stop();
        }
    }

    @Test
    void storesABatchThatIsNotFullWhenItHasWaited() {
        // Given
        var lingering = new BatchingSubscriber(this::store, BATCH, BYTES, Duration.ofMillis(10));
        lingering.onSubscribe(upstream);
        lingering.start();
        try {
            // When
            lingering.onNext(Message.of(new byte[0]));
            // Then
            await().atMost(PATIENCE).until(() -> stored.size() == 1);
        } finally {
            mayStore.release();
            lingering.stop();
        }
    }

    @Test
    void asksForMoreOnlyWhenABatchIsStored() {
        // Given
        start();
        deliver(1);
        await().atMost(PATIENCE).until(() -> stored.size() == 1);
        assertThat(upstream.requested).hasValue(2 * BATCH);
        // When
        mayStore.release();
        // Then
        await().atMost(PATIENCE).until(() -> upstream.requested.get() == 2 * BATCH + 1);
    }

    @Test
    void goesOnAfterABatchThatFailed() {
        // Given
        start();
        batches.onNext(new Unsettled());
        mayStore.release();
        await().atMost(PATIENCE).until(() -> upstream.requested.get() == 2 * BATCH + 1);
        // When
        deliver(1);
        // Then
        await().atMost(PATIENCE).until(() -> stored.size() == 2);
    }

    @Test
    void storesWhatItHasWhenItIsStopped() {
        // Given
        start();
        deliver(1);
        await().atMost(PATIENCE).until(() -> stored.size() == 1);
        deliver(2);
        // When
        var stopped = CompletableFuture.runAsync(batches::stop);
        await().atMost(PATIENCE).until(() -> upstream.cancelled);
        mayStore.release(2);
        // Then
        assertThat(stopped).succeedsWithin(PATIENCE);
        assertThat(stored).extracting(List::size).containsExactly(1, 2);
        deliver(1);
        assertThat(stored).hasSize(2);
    }

    @Test
    void goesOnAfterAnError() {
        // Given
        start();
        batches.onNext(new Broken());
        mayStore.release();
        await().atMost(PATIENCE).until(() -> upstream.requested.get() == 2 * BATCH + 1);
        // When
        deliver(1);
        // Then
        await().atMost(PATIENCE).until(() -> stored.size() == 2);
    }

    private void start() {
        batches.onSubscribe(upstream);
        batches.start();
    }

    private void deliver(int count) {
        for (int i = 0; i < count; i++) {
            batches.onNext(Message.of(new byte[0]));
        }
    }

    private void store(List<Message<byte[]>> batch) {
        stored.add(batch);
        try {
            mayStore.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (batch.get(0) instanceof Broken) {
            throw new NoClassDefFoundError("of a test");
        }
        if (batch.get(0) instanceof Unsettled) {
            throw new IllegalStateException("a bug");
        }
    }

    private record Broken() implements Message<byte[]> {
        @Override
        public byte[] getPayload() {
            return new byte[0];
        }
    }

    private record Unsettled() implements Message<byte[]> {
        @Override
        public byte[] getPayload() {
            return new byte[0];
        }
    }

    private static final class Upstream implements Flow.Subscription {

        final AtomicLong requested = new AtomicLong();
        volatile boolean cancelled;

        @Override
        public void request(long count) {
            requested.addAndGet(count);
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }
}
