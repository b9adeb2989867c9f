package io.logcast.client.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.logcast.client.sending.SenderSettings;
import io.logcast.client.spool.Spool;
import io.logcast.client.spool.SpoolInUseException;
import io.logcast.testing.network.FakeProducer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final long QUEUE = 1 << 20;

    @TempDir
    Path folder;

    private FakeProducer producer;
    private final News news = new News();

    private static final class News implements OutboxListener {

        private final List<String> spoolFailures = new CopyOnWriteArrayList<>();
        private final List<String> failures = new CopyOnWriteArrayList<>();

        @Override
        public void onFailure(String reason, Duration pause) {
            failures.add(reason);
        }

        @Override
        public void onSpoolFailure(String reason) {
            spoolFailures.add(reason);
            throw new NoClassDefFoundError("listener");
        }

        @Override
        public byte[] onDropped(long events) {
            return (events + " dropped").getBytes(StandardCharsets.UTF_8);
        }
    }

    @BeforeEach
    void start() throws IOException {
        producer = new FakeProducer();
    }

    @AfterEach
    void stop() {
        producer.close();
    }

    @Test
    void whatItTookArrivesBeforeItStops() throws Exception {
        // Given
        var outbox = outbox(QUEUE).start();
        // When
        for (int i = 0; i < 5_000; i++) {
            assertThat(outbox.offer(line(i))).isTrue();
        }
        // Then
        assertThat(outbox.stop(PATIENCE)).isTrue();
        assertThat(producer.lines())
                .isEqualTo(IntStream.range(0, 5_000).mapToObj(i -> "line " + i).toList());
        assertThat(outbox.accepted()).isEqualTo(5_000);
        assertThat(outbox.offer(line(1))).isFalse();
    }

    @Test
    void dropsAndCountsWhatMemoryHasNoRoomFor() throws Exception {
        // Given
        var outbox = outbox(64 << 10);
        var taken = 0;
        // When
        while (outbox.offer(line(taken))) {
            taken++;
        }
        // Then
        assertThat(taken).isBetween(500, 2_000);
        assertThat(outbox.dropped()).isEqualTo(1);
        outbox.start();
        await().atMost(PATIENCE).until(() -> producer.lines().contains("1 dropped"));
        assertThat(outbox.stop(PATIENCE)).isTrue();
        assertThat(producer.lines()).hasSize(taken + 1);
    }

    @Test
    void dropsAndCountsWhatTheSpoolHasNoRoomFor() throws Exception {
        // Given
        var release = new CountDownLatch(1);
        producer.then((exchange, lines) -> {
            release.await();
            FakeProducer.accept(exchange, lines);
        });
        var outbox = outbox(64L << 20).start();
        // When
        var offered = 0;
        for (; offered * 1_000L < 2 * Spool.MIN_BYTES; offered++) {
            assertThat(outbox.offer((offered + "x".repeat(1_000)).getBytes(StandardCharsets.UTF_8)))
                    .isTrue();
        }
        await().atMost(PATIENCE).until(() -> outbox.dropped() > 3_000);
        release.countDown();
        // Then
        assertThat(outbox.stop(PATIENCE)).isTrue();
        var arrived = producer.lines().stream()
                .filter(line -> !line.endsWith("dropped"))
                .toList();
        assertThat(arrived).doesNotHaveDuplicates().hasSize(offered - (int) outbox.dropped());
    }

    @Test
    void waitsForADirectoryThatAnotherOneHas() throws Exception {
        // Given
        var other = Spool.open(folder, Spool.MIN_BYTES);
        var outbox = outbox(QUEUE).start();
        outbox.offer(line(0));
        await().atMost(PATIENCE).until(() -> news.spoolFailures.size() > 1);
        assertThat(news.spoolFailures).allSatisfy(reason -> assertThat(reason).contains("in use"));
        // When
        other.close();
        // Then
        await().atMost(PATIENCE).until(() -> producer.lines().contains("line 0"));
        assertThat(outbox.stop(PATIENCE)).isTrue();
    }

    @Test
    void aStopTriesOnceMoreWhetherTheDirectoryIsFree() throws Exception {
        // Given
        var other = Spool.open(folder, Spool.MIN_BYTES);
        var outbox = outbox(QUEUE).start();
        outbox.offer(line(0));
        await().atMost(PATIENCE).until(() -> news.spoolFailures.size() > 1);
        // When
        other.close();
        // Then
        assertThat(outbox.stop(PATIENCE)).isTrue();
        assertThat(producer.lines()).containsExactly("line 0");
    }

    @Test
    void leavesInTheSpoolWhatCouldNotBeSentInTime() throws Exception {
        // Given
        producer.close();
        var outbox = outbox(QUEUE).start();
        outbox.offer(line(0));
        await().atMost(PATIENCE).until(() -> !news.failures.isEmpty());
        // When
        assertThat(outbox.stop(Duration.ofSeconds(1))).isFalse();
        // Then
        // On a busy machine its thread closes the spool a little later.
        var free = await().atMost(PATIENCE)
                .ignoreExceptionsMatching(SpoolInUseException.class::isInstance)
                .until(() -> Spool.open(folder, Spool.MIN_BYTES), Objects::nonNull);
        try (var spool = free) {
            assertThat(spool.read(1, 1, Duration.ZERO).lines()).containsExactly(line(0));
        }
    }

    @Test
    void releasesItsDirectoryThoughItsStopIsInterrupted() throws Exception {
        // Given
        var outbox = outbox(QUEUE).start();
        outbox.offer(line(0));
        // When
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> outbox.stop(PATIENCE)).isInstanceOf(InterruptedException.class);
        // Then
        await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(SpoolInUseException.class)
                .until(() -> {
                    Spool.open(folder, Spool.MIN_BYTES).close();
                    return true;
                });
    }

    @Test
    void dropsAndCountsWhatIsNotALine() throws Exception {
        // Given
        var outbox = outbox(QUEUE).start();
        // When
        assertThat(outbox.offer(new byte[0])).isFalse();
        assertThat(outbox.offer("a\nb".getBytes(StandardCharsets.UTF_8))).isFalse();
        assertThat(outbox.offer(new byte[Spool.MAX_LINE_BYTES + 1])).isFalse();
        // Then
        assertThat(outbox.dropped()).isEqualTo(3);
        assertThat(outbox.offer(line(0))).isTrue();
        assertThat(outbox.stop(PATIENCE)).isTrue();
        assertThat(producer.lines()).contains("line 0");
    }

    @Test
    void stopsThoughItNeverGotItsDirectory() throws Exception {
        // Given
        try (var other = Spool.open(folder, Spool.MIN_BYTES)) {
            var outbox = outbox(QUEUE).start();
            outbox.offer(line(0));
            // When
            assertThat(outbox.stop(PATIENCE)).isFalse();
            // Then
            assertThat(outbox.dropped()).isEqualTo(1);
            assertThat(other.pendingBytes()).isZero();
        }
    }

    @Test
    void namesTheSettingThatIsWrong() {
        var sender = SenderSettings.to(producer.uri());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OutboxSettings(sender, folder, 1, QUEUE))
                .withMessageStartingWith("spoolSize: ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OutboxSettings(sender, folder, Spool.MIN_BYTES, 1))
                .withMessageStartingWith("queueSize: ");
    }

    private Outbox outbox(long queueBytes) {
        var sender = SenderSettings.to(producer.uri())
                .withTimeouts(PATIENCE, PATIENCE)
                .withBackOff(Duration.ofMillis(20), Duration.ofMillis(100));
        return new Outbox(new OutboxSettings(sender, folder, Spool.MIN_BYTES, queueBytes), news);
    }

    private static byte[] line(int number) {
        return ("line " + number).getBytes(StandardCharsets.UTF_8);
    }
}
