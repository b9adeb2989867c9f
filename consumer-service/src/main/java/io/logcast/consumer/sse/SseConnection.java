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
 * One reader's connection of <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">Server-Sent
 * Events</a>. It asks its source for more only while the reader takes it, so events for a slow reader wait in the
 * source, which bounds them. From time to time it sends a comment, so that a silent connection stays open.
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

    /** The source of what is sent. Each method is called on the connection's event loop. */
    public interface Source {

        /** The next bytes, whole frames or parts of frames; null if none wait. */
        @Nullable
        Chunk next();

        /** Called at each heartbeat; false if a comment would be in the middle of a frame. */
        boolean isBetweenFrames();
    }

    /**
     * Bytes of one write.
     *
     * @param whenWritten runs when the connection has taken them
     */
    public record Chunk(Buffer bytes, Runnable whenWritten) {

        /** Bytes that need no action when they are written. */
        public Chunk(Buffer bytes) {
            this(bytes, () -> {});
        }
    }

    /** Must be created on the connection's event loop. */
    public SseConnection(HttpServerResponse response, Vertx vertx, Source source) {
        this.response = response;
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.source = source;
    }

    /** Sends the headers and a first comment: from that comment on, the reader misses nothing. On the event loop. */
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

    /** A frame about the stream itself. It has no id, since a reader does not resume from it. */
    public static byte[] named(String event, String json) {
        return ("event:" + event + "\ndata:" + json + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    /** To be called when the source has more. */
    public void flush() {
        run(this::write);
    }

    /** To be called when the source has more that may wait for later data. */
    public void flushAfter(long millis) {
        if (millis <= 0) {
            flush();
        } else {
            vertx.setTimer(millis, timer -> flush());
        }
    }

    /** Runs the action on the connection's event loop. */
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
        // The drain handler will continue.
    }

    private void beat() {
        if (source.isBetweenFrames() && canWrite()) {
            response.write(COMMENT);
        }
    }

    private boolean canWrite() {
        return opened && !response.closed() && !response.ended() && !response.writeQueueFull();
    }

    /** Ends the answer; its reader connects again and continues where it was. */
    public void end() {
        run(() -> {
            if (!response.ended() && !response.closed()) {
                response.end();
            }
        });
    }

    /** To be called when the reader has gone. */
    public void close() {
        vertx.cancelTimer(heartbeat);
    }
}
