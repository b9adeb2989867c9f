package io.logcast.bench.services;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Many readers of the live tail that do as little as they can, since they share the processors with what is measured:
 * they look only for the mark in the bytes, and for the time of the POST that follows it.
 */
final class StreamReaders {

    /** The beginning of an event's message; the time of the POST (nanoseconds) and a space follow. */
    static final String MARK = "posted:";

    private static final byte[] MARK_BYTES = MARK.getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_MILLIS = 60_000;

    private final AtomicLongArray millis = new AtomicLongArray(LONGEST_MILLIS + 1);

    /** Returns when all are connected and have got their first bytes. */
    void open(Vertx vertx, int port, int streams) {
        var client = vertx.createNetClient();
        for (int i = 0; i < streams; i++) {
            var begun = new CompletableFuture<Void>();
            client.connect(port, "127.0.0.1")
                    .onFailure(begun::completeExceptionally)
                    .onSuccess(socket -> read(socket, begun));
            begun.orTimeout(30, TimeUnit.SECONDS).join();
        }
    }

    private void read(NetSocket socket, CompletableFuture<Void> begun) {
        var scanner = new Scanner();
        socket.handler(bytes -> {
            begun.complete(null);
            scanner.scan(bytes);
        });
        socket.write("GET /api/v1/logs/stream HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }

    /** One reader's progress through its bytes. */
    private final class Scanner {

        private int matched;
        private long posted;

        void scan(Buffer bytes) {
            for (int i = 0; i < bytes.length(); i++) {
                next(bytes.getByte(i));
            }
        }

        private void next(byte next) {
            if (matched < MARK_BYTES.length) {
                // No prefix of the mark occurs again within it, so a mismatch begins anew.
                matched = next == MARK_BYTES[matched] ? matched + 1 : next == MARK_BYTES[0] ? 1 : 0;
            } else if (next >= '0' && next <= '9') {
                posted = 10 * posted + next - '0';
            } else if (next != '\r' && next != '\n') {
                arrived(posted);
                matched = 0;
                posted = 0;
            }
        }
    }

    private void arrived(long posted) {
        var took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - posted);
        millis.incrementAndGet((int) Math.max(0, Math.min(LONGEST_MILLIS, took)));
    }

    /** The number of deliveries so far. */
    long count() {
        var count = 0L;
        for (int i = 0; i < millis.length(); i++) {
            count += millis.get(i);
        }
        return count;
    }

    /** Waits for that many deliveries, or until the time is over. */
    void await(long deliveries, Duration patience) throws InterruptedException {
        var end = System.nanoTime() + patience.toNanos();
        while (count() < deliveries && System.nanoTime() < end) {
            Thread.sleep(100);
        }
    }

    /** The time in which that share of the deliveries had arrived, to the millisecond. */
    Duration percentile(double share) {
        var wanted = Math.ceil(share * count());
        var seen = 0L;
        for (int i = 0; i < millis.length(); i++) {
            seen += millis.get(i);
            if (seen > 0 && seen >= wanted) {
                return Duration.ofMillis(i);
            }
        }
        return Duration.ZERO;
    }
}
