package io.logcast.producer.requests;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logcast.producer.encodings.ContentCoding;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bodies from a real server, read into a sink whose room changes at the worst times. */
class LineStreamTest {

    private static final int BUDGET = 1_000;
    /** The beginning of a frame of zstd with a window of 8 MiB. */
    private static final byte[] FRAME = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 0, 13 << 3};

    private final Vertx vertx = Vertx.vertx();
    private Budget budget = new Budget(10, BUDGET);
    private ContentCoding coding = ContentCoding.IDENTITY;
    private Duration timeout = Duration.ofMinutes(1);
    private CompletableFuture<RequestBodies.End> end = new CompletableFuture<>();
    private volatile @Nullable LineStream stream;

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** The action of a pump that found the sink full runs after another pump has already asked for the next chunk. */
    @Test
    void losesNoLineWhenItIsCalledForRoomThatItHasUsed() throws Exception {
        // Given
        var sink = new LateRoom(Place.take(budget, BUDGET), true);
        var server = serve(sink);
        try (var client = new Socket("localhost", server.actualPort())) {
            send(client, "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n4\r\none\n\r\n");
            await().atMost(Duration.ofMinutes(1)).until(() -> sink.isLate);
            // When
            send(client, "4\r\ntwo\n\r\n6\r\nthree\n\r\n0\r\n\r\n");
            // Then
            assertThat(end.get(1, TimeUnit.MINUTES)).isEqualTo(RequestBodies.End.COMPLETE);
            assertThat(sink.taken).containsExactly("one", "two", "three");
        }
    }

    /** Otherwise many uploads that pause within a large block would hold memory that no budget counts. */
    @Test
    void waitsForRoomWhenItsDecodingHoldsMoreThanThereIs() throws Exception {
        // Given: no room is left, and a zstd frame of whose first block, a raw one of 32 KiB, only a part arrives
        var sink = new LateRoom(Place.take(budget, BUDGET), false);
        coding = ContentCoding.ZSTD;
        timeout = Duration.ofMillis(50);
        var block = Arrays.copyOf(new byte[] {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 0, 13 << 3, 0, 0, 4}, 10_000);
        var server = serve(sink);
        try (var client = new Socket("localhost", server.actualPort())) {
            // When
            send(client, "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n");
            client.getOutputStream().write(block);
            // Then
            assertThat(end.get(1, TimeUnit.MINUTES)).isEqualTo(RequestBodies.End.STOPPED);
            assertThat(sink.taken).containsExactly("Too many requests are being served");
        }
    }

    /** Otherwise many uploads could hold their windows for as long as they like by pausing within a block. */
    @Test
    void endsAnUploadThatPausesWithinABlockAndNoneThatPausesBehindOne() throws Exception {
        // Given: an upload whose block and line have both ended
        budget = new Budget(10, 1 << 20);
        coding = ContentCoding.ZSTD;
        timeout = Duration.ofMillis(50);
        var quiet = new LateRoom(Place.take(budget, 0), false);
        var endOfQuiet = end;
        var server = serve(quiet);
        end = new CompletableFuture<>();
        var half = new LateRoom(Place.take(budget, 0), false);
        var another = serve(half);
        try (var first = new Socket("localhost", server.actualPort());
                var second = new Socket("localhost", another.actualPort())) {
            send(first, "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 20\r\n\r\n");
            first.getOutputStream().write(FRAME);
            first.getOutputStream().write(new byte[] {4 << 3, 0, 0, 'o', 'n', 'e', '\n'});
            await().atMost(Duration.ofMinutes(1)).until(() -> quiet.taken.contains("one"));
            // When: another one pauses within a block for too long
            send(second, "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n");
            second.getOutputStream().write(FRAME);
            second.getOutputStream().write(new byte[] {4 << 3, 0, 0, 'o'});
            // Then
            assertThat(end.get(1, TimeUnit.MINUTES)).isEqualTo(RequestBodies.End.STOPPED);
            assertThat(half.taken).containsExactly("A block of the body's coding did not end in time");
            first.getOutputStream().write(new byte[] {4 << 3 | 1, 0, 0, 't', 'w', 'o', '\n'});
            assertThat(endOfQuiet.get(1, TimeUnit.MINUTES)).isEqualTo(RequestBodies.End.COMPLETE);
            assertThat(quiet.taken).containsExactly("one", "two");
        }
    }

    /** Otherwise the service would wait for the rest, and close a connection that may serve another request by then. */
    @Test
    void knowsTheEndOfABodyWhoseCodingIsCut() throws Exception {
        // Given
        var sink = new LateRoom(Place.take(budget, 0), false);
        coding = ContentCoding.GZIP;
        var server = serve(sink);
        try (var client = new Socket("localhost", server.actualPort())) {
            // When: only the header of gzip arrives
            send(client, "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n");
            client.getOutputStream().write(new byte[] {0x1F, (byte) 0x8B, 8, 0, 0, 0, 0, 0, 0, 0});
            // Then
            assertThat(end.get(1, TimeUnit.MINUTES)).isEqualTo(RequestBodies.End.STOPPED);
            assertThat(requireNonNull(stream).hasSeenEnd()).isTrue();
        }
    }

    /** An upload that goes on for hours keeps the outcomes of its lines for its answer. */
    @Test
    void countsWhatItsSinkKeepsForTheAnswer() throws Exception {
        // Given
        var sink = new LateRoom(Place.take(budget, BUDGET / 2), false);
        sink.kept = BUDGET;
        timeout = Duration.ofMillis(50);
        var server = serve(sink);
        try (var client = new Socket("localhost", server.actualPort())) {
            // When
            send(client, "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\none\n");
            // Then
            assertThat(end.get(1, TimeUnit.MINUTES)).isEqualTo(RequestBodies.End.STOPPED);
            assertThat(sink.taken).containsExactly("Too many requests are being served");
        }
    }

    private HttpServer serve(LateRoom sink) throws Exception {
        var of = end;
        return vertx.createHttpServer()
                .requestHandler(request -> read(request, sink, of))
                .listen(0, "localhost")
                .toCompletionStage()
                .toCompletableFuture()
                .get(1, TimeUnit.MINUTES);
    }

    private void read(HttpServerRequest request, LateRoom sink, CompletableFuture<RequestBodies.End> of) {
        sink.context = vertx.getOrCreateContext();
        var decoding = coding.open();
        var lines = new LineSplitter(100);
        var place = Place.take(budget, 0);
        stream = new LineStream(request, decoding, lines, sink, place, timeout.toNanos());
        stream.read().whenComplete((how, failure) -> {
            if (failure == null) {
                of.complete(how);
            } else {
                of.completeExceptionally(failure);
            }
        });
    }

    private static void send(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * A sink that has no room from its first flush to its second, and announces room only after the first line was
     * taken. Then it has no room until the requested chunks have come.
     */
    private static final class LateRoom implements LineSink {

        private final List<String> taken = new CopyOnWriteArrayList<>();
        private final Place other;
        private final boolean hasRoomEver;
        private volatile int kept;
        private int flushes;
        private boolean isFull;
        private @Nullable Runnable whenRoom;
        private @Nullable Context context;
        private volatile boolean isLate;

        private LateRoom(Place other, boolean hasRoomEver) {
            this.other = other;
            this.hasRoomEver = hasRoomEver;
        }

        @Override
        public void take(Line line) {
            taken.add(new String(line.bytes(), line.offset(), line.length(), StandardCharsets.US_ASCII));
            var late = whenRoom;
            if (taken.size() == 1 && late != null) {
                whenRoom = null;
                later(() -> {
                    late.run();
                    isFull = true;
                    isLate = true;
                });
            }
        }

        @Override
        public boolean isFull() {
            return isFull;
        }

        @Override
        public int held() {
            return 0;
        }

        @Override
        public int kept() {
            return kept;
        }

        @Override
        public void whenRoom(Runnable action) {
            whenRoom = action;
            if (isLate) {
                later(() -> {
                    isFull = false;
                    action.run();
                });
            }
        }

        @Override
        public boolean isStopped() {
            return false;
        }

        @Override
        public void flush() {
            if (!hasRoomEver) {
                return;
            }
            flushes++;
            if (flushes == 1) {
                isFull = true;
            } else if (flushes == 2) {
                isFull = false;
                other.end();
            }
        }

        @Override
        public void refuseRest(RefusedException reason) {
            taken.add(String.valueOf(reason.getMessage()));
        }

        private void later(Runnable action) {
            if (context != null) {
                context.runOnContext(nothing -> action.run());
            }
        }
    }
}
