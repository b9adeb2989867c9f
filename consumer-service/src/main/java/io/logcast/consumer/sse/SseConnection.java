package io.logcast.consumer.sse;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One reader's connection of <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">Server-Sent Events</a>.
 * It asks its source for more only while the reader takes it, so what waits for a slow reader waits in the source, which
 * bounds it. A reader that is sent nothing else gets a comment from time to time.
 */
public final class SseConnection {

    // Shorter than the idle timeouts of common proxies.
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final String COMMENT = ":heartbeat\n\n";
    private static final String RECONNECT = "retry:1000\n\n";

    private final HttpServerResponse response;
    private final Vertx vertx;
    private final Context context;
    private final Source source;
    private boolean opened;
    private volatile long heartbeat;

    /** What is sent. Each method is called on the connection's event loop. */
    public interface Source {

        /** The next bytes, whole frames or parts of them; null if there are none now. */
        @Nullable
        Chunk next();

        /** Called at each heartbeat; false if a comment would come into the middle of a frame. */
        boolean isBetweenFrames();
    }

    /**
     * Bytes of one write.
     *
     * @param whenWritten runs when the connection has taken them
     */
    public record Chunk(Buffer bytes, Runnable whenWritten) {

        /** Bytes after which nothing is to be done. */
        public Chunk(Buffer bytes) {
            this(bytes, () -> {});
        }
    }

    /** To be made on the connection's event loop. */
    public SseConnection(HttpServerResponse response, Vertx vertx, Source source) {
        this.response = response;
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.source = source;
    }

    /** Sends the headers and a first comment: who has seen it misses nothing. On the event loop. */
    public void open() {
        response.setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, MediaType.SERVER_SENT_EVENTS)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                // nginx would collect events before it passes them on.
                .putHeader("X-Accel-Buffering", "no")
                .drainHandler(drained -> write());
        response.write(COMMENT);
        response.write(RECONNECT);
        opened = true;
        heartbeat = vertx.setPeriodic(HEARTBEAT.toMillis(), tick -> context.runOnContext(now -> beat()));
        write();
    }

    /** A frame about the stream itself; without an id, since a reader does not go on from it. */
    public static byte[] named(String event, String json) {
        return ("event:" + event + "\ndata:" + json + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    /** The source has more. */
    public void flush() {
        run(this::write);
    }

    /** The source has more, which may wait for what follows it. */
    public void flushAfter(long millis) {
        if (millis <= 0) {
            flush();
        } else {
            vertx.setTimer(millis, timer -> flush());
        }
    }

    /** Runs it on the connection's event loop. */
    public void run(Runnable action) {
        context.runOnContext(now -> action.run());
    }

    private void write() {
        while (canWrite()) {
            var chunk = source.next();
            if (chunk == null) {
                return;
            }
            response.write(chunk.bytes()).onSuccess(taken -> chunk.whenWritten().run());
        }
        // The drain handler goes on.
    }

    private void beat() {
        if (source.isBetweenFrames() && canWrite()) {
            response.write(COMMENT);
        }
    }

    private boolean canWrite() {
        return opened && !response.closed() && !response.ended() && !response.writeQueueFull();
    }

    /** Ends the answer; its reader connects again, and goes on with what it has not got. */
    public void end() {
        run(() -> {
            if (!response.ended() && !response.closed()) {
                response.end();
            }
        });
    }

    /** The reader has gone. */
    public void close() {
        vertx.cancelTimer(heartbeat);
    }
}
