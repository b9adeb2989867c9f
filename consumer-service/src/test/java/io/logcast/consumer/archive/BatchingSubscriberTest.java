package io.logcast.consumer.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BatchingSubscriberTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final int BATCH = 3;
    private static final int BYTES = 1_000;
    /** Two batches are being stored, and one is being read. */
    private static final int ON_THEIR_WAY = 3;

    private final List<List<Message<byte[]>>> read = new CopyOnWriteArrayList<>();
    private final List<List<Message<byte[]>>> storing = new CopyOnWriteArrayList<>();
    private final List<List<Message<byte[]>>> stored = new CopyOnWriteArrayList<>();
    private final AtomicInteger storedBeforeTheLargeOneWasRead = new AtomicInteger();
    private final Semaphore mayStore = new Semaphore(0);
    private final Upstream upstream = new Upstream();
    private final BatchingSubscriber batches = subscriber(Duration.ZERO);

    @AfterEach
    void stop() {
        mayStore.release(100);
        batches.stop();
    }

    @Test
    void asksForOneBatchMoreThanAreOnTheirWay() {
        // When
        batches.onSubscribe(upstream);
        // Then
        assertThat(upstream.requested).hasValue((ON_THEIR_WAY + 1) * BATCH);
    }

    @Test
    void readsABatchWhileTwoAreStored() {
        // When
        start();
        fillTheWay();
        // Then
        assertThat(storing).hasSize(2);
        assertThat(read).hasSize(ON_THEIR_WAY);
    }

    @Test
    void handsOnWhatArrivedMeanwhileAsTheNextBatches() {
        // Given
        start();
        fillTheWay();
        // When
        deliver(5);
        mayStore.release(5);
        // Then
        await().atMost(PATIENCE).until(() -> stored.size() == 5);
        assertThat(read).extracting(List::size).containsExactly(1, 1, 1, 3, 2);
    }

    @Test
    void endsABatchBeforeItHasTooManyBytes() {
        // Given
        start();
        fillTheWay();
        // When
        for (var bytes : new int[] {600, 400, 1, 5_000, 1}) {
            batches.onNext(Message.of(new byte[bytes]));
        }
        mayStore.release(7);
        // Then
        await().atMost(PATIENCE).until(() -> stored.size() == 7);
        assertThat(read.subList(ON_THEIR_WAY, 7))
                .extracting(batch -> batch.stream()
                        .map(message -> message.getPayload().length)
                        .toList())
                .containsExactly(List.of(600, 400), List.of(1), List.of(5_000), List.of(1));
    }

    @Test
    void readsNothingBesideAMessageThatTakesAllTheRoom() {
        // Given
        start();
        batches.onNext(Message.of(new byte[ON_THEIR_WAY * BYTES - 1]));
        await().atMost(PATIENCE).until(() -> storing.size() == 1);
        deliver(1);
        await().during(Duration.ofMillis(50)).atMost(PATIENCE).until(() -> read.size() == 1);
        // When
        mayStore.release(2);
        // Then
        await().atMost(PATIENCE).until(() -> stored.size() == 2);
    }

    @Test
    void readsAMessageThatTakesAllTheRoomOnceNothingElseIsOnItsWay() {
        // Given
        start();
        deliver(1);
        await().atMost(PATIENCE).until(() -> storing.size() == 1);
        batches.onNext(Message.of(new byte[ON_THEIR_WAY * BYTES]));
        // When
        mayStore.release(2);
        // Then
        await().atMost(PATIENCE).until(() -> stored.size() == 2);
        assertThat(storedBeforeTheLargeOneWasRead).hasValue(1);
    }

    @Test
    void waitsForAFullBatchAsLongAsItMay() {
        // Given
        var lingering = subscriber(PATIENCE);
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
        var lingering = subscriber(Duration.ofMillis(10));
        lingering.onSubscribe(upstream);
        lingering.start();
        try {
            // When
            lingering.onNext(Message.of(new byte[0]));
            // Then
            await().atMost(PATIENCE).until(() -> storing.size() == 1);
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
        await().atMost(PATIENCE).until(() -> storing.size() == 1);
        var before = upstream.requested.get();
        // When
        mayStore.release();
        // Then
        assertThat(before).isEqualTo((ON_THEIR_WAY + 1) * BATCH);
        await().atMost(PATIENCE).until(() -> upstream.requested.get() == before + 1);
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void goesOnAfterABatchThatFailed(Fault fault) {
        // Given
        start();
        var before = upstream.requested.get();
        for (int i = 1; i <= ON_THEIR_WAY; i++) {
            batches.onNext(new Faulty(fault));
            mayStore.release();
            var failed = before + i;
            await().atMost(PATIENCE).until(() -> upstream.requested.get() == failed);
        }
        mayStore.drainPermits();
        // When
        deliver(1);
        mayStore.release();
        // Then
        await().atMost(PATIENCE).until(() -> stored.size() == 1);
    }

    @Test
    void storesWhatItHasWhenItIsStopped() {
        // Given
        start();
        fillTheWay();
        deliver(2);
        // When
        var stopped = CompletableFuture.runAsync(batches::stop);
        await().atMost(PATIENCE).until(() -> upstream.cancelled);
        mayStore.release(4);
        // Then
        assertThat(stopped).succeedsWithin(PATIENCE);
        assertThat(read).extracting(List::size).containsExactly(1, 1, 1, 2);
        assertThat(stored).hasSize(4);
        deliver(1);
        assertThat(read).hasSize(4);
    }

    @Test
    void aBatchHasAtMostAHundredMessagesThatAreStoredAlone() {
        // Given
        var suspicious = new BatchingSubscriber(this::read, message -> true, 1_000, BYTES, Duration.ZERO);
        suspicious.onSubscribe(upstream);
        IntStream.range(0, 250).forEach(i -> suspicious.onNext(Message.of(new byte[1])));
        mayStore.release(100);
        try {
            // When
            suspicious.start();
            // Then
            await().atMost(PATIENCE).until(() -> stored.size() == 3);
            assertThat(read).extracting(List::size).containsExactly(100, 100, 50);
        } finally {
            suspicious.stop();
        }
    }

    @Test
    void stopsAtOnceWhenItWasNotStarted() {
        // When
        batches.onSubscribe(upstream);
        batches.stop();
        // Then
        assertThat(upstream.cancelled).isTrue();
    }

    private BatchingSubscriber subscriber(Duration linger) {
        return new BatchingSubscriber(this::read, message -> false, BATCH, BYTES, linger);
    }

    private void start() {
        batches.onSubscribe(upstream);
        batches.start();
    }

    /** Batches of one message each, as many as there is room for. */
    private void fillTheWay() {
        for (int i = 1; i <= ON_THEIR_WAY; i++) {
            var count = i;
            deliver(1);
            await().atMost(PATIENCE).until(() -> read.size() == count);
        }
        await().atMost(PATIENCE).until(() -> storing.size() == 2);
    }

    private void deliver(int count) {
        for (int i = 0; i < count; i++) {
            batches.onNext(Message.of(new byte[0]));
        }
    }

    private Runnable read(List<Message<byte[]>> batch) {
        if (batch.isEmpty()) {
            return () -> {};
        }
        if (batch.get(0).getPayload().length == ON_THEIR_WAY * BYTES) {
            storedBeforeTheLargeOneWasRead.set(stored.size());
        }
        fail(batch, Fault.READING);
        read.add(batch);
        return () -> store(batch);
    }

    private void store(List<Message<byte[]>> batch) {
        storing.add(batch);
        try {
            mayStore.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        fail(batch, Fault.STORING);
        fail(batch, Fault.ERROR);
        stored.add(batch);
    }

    private static void fail(List<Message<byte[]>> batch, Fault fault) {
        if (batch.get(0) instanceof Faulty faulty && faulty.fault == fault) {
            if (fault == Fault.ERROR) {
                throw new NoClassDefFoundError("of a test");
            }
            throw new IllegalStateException("a bug");
        }
    }

    private enum Fault {
        READING,
        STORING,
        ERROR
    }

    private record Faulty(Fault fault) implements Message<byte[]> {
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
