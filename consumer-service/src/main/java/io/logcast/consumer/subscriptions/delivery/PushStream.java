package io.logcast.consumer.subscriptions.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.logcast.consumer.sse.SseConnection;
import io.logcast.consumer.sse.SseConnection.Chunk;
import io.logcast.consumer.subscriptions.delivery.HeldMessage.HandedOut;
import io.logcast.rabbitmq.queues.BrokerUnavailableException;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One stream: events of a subscription as Server-Sent Events, as fast as their reader takes them. Events that the
 * reader has not taken, or not acknowledged, go to another reader when the stream ends.
 */
final class PushStream implements Subscriber, SseConnection.Source {

    // The bytes of messages that are on their way to the reader and not settled.
    private static final long MAX_BYTES = 2 * 1024 * 1024;

    private final HttpServerResponse response;
    private final SseConnection connection;
    private final ObjectMapper json;
    private final Executor workers;
    private final QueueReaders readers;
    private final int prefetch;
    private final Queue<Received> arrived = new ConcurrentLinkedQueue<>();
    private final Set<HeldMessage> written = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Begun begun;

    /** The source of a stream's events, and its settings. */
    private record Begun(
            QueueReader reader,
            StreamConsumer consumer,
            @Nullable UUID replica,
            HoldTimes times) {}

    /** To be made on the connection's event loop. */
    PushStream(
            HttpServerResponse response,
            Vertx vertx,
            ObjectMapper json,
            Executor workers,
            QueueReaders readers,
            int prefetch) {
        this.response = response;
        this.connection = new SseConnection(response, vertx, this);
        this.json = json;
        this.workers = workers;
        this.readers = readers;
        this.prefetch = prefetch;
    }

    /**
     * Starts to consume, and then to answer. May wait for the broker.
     *
     * @param answering the replica that answers for the events; null if they are acknowledged once they are written
     */
    void start(QueueReader from, @Nullable UUID answering, HoldTimes holdTimes) {
        var consumer = new StreamConsumer(from, this, prefetch);
        begun = new Begun(from, consumer, answering, holdTimes);
        consumer.ask(readers.step());
        connection.run(this::open);
    }

    private Begun begun() {
        return Objects.requireNonNull(begun);
    }

    private void askForMore() {
        try {
            begun().consumer.ask(readers.step());
        } catch (BrokerUnavailableException e) {
            end();
        }
    }

    /** Whether the last consumer has brought all messages that it may bring, and there is room for more. */
    private boolean wantsMore() {
        var unsettled = Stream.concat(
                        arrived.stream(),
                        written.stream().filter(message -> !message.isSettled()).map(HeldMessage::received))
                .toList();
        return begun().consumer.isUsedUp(unsettled)
                && unsettled.stream().mapToLong(Received::bytes).sum() < MAX_BYTES
                && readers.hasRoom();
    }

    private void open() {
        // It may have ended before it began.
        if (response.closed() || response.ended()) {
            workers.execute(this::close);
            return;
        }
        response.endHandler(ended -> workers.execute(this::close)).closeHandler(closed -> workers.execute(this::close));
        connection.open();
    }

    @Override
    public void arrived(Received received) {
        arrived.add(received);
        connection.flush();
    }

    @Override
    public @Nullable Chunk next() {
        var next = arrived.poll();
        if (next == null) {
            return null;
        }
        var from = begun();
        var message = from.reader.hold(next, from.times, from.replica != null);
        written.removeIf(HeldMessage::isSettled);
        written.add(message);
        var events = message.handOut(Integer.MAX_VALUE);
        var frames = frames(events, from.replica);
        return from.replica == null
                ? new Chunk(frames, () -> workers.execute(() -> events.forEach(e -> message.ack(e.index()))))
                : new Chunk(frames);
    }

    /** Each write has whole frames. */
    @Override
    public boolean isBetweenFrames() {
        return true;
    }

    private Buffer frames(List<HandedOut> events, @Nullable UUID replica) {
        var frames = Buffer.buffer();
        for (var event : events) {
            frames.appendString("id:" + event.event().id() + "\ndata:")
                    .appendBytes(json(HandedOutEvent.of(event, replica)))
                    .appendString("\n\n", StandardCharsets.US_ASCII.name());
        }
        return frames;
    }

    private byte[] json(HandedOutEvent event) {
        try {
            return json.writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event cannot be written as JSON", e);
        }
    }

    /** Gives events to another reader if this one does not take them in time. */
    @Override
    public void sweep(long now) {
        var from = begun();
        giveBackLate(from, now);
        // Messages of a later release must not use up the consumer's whole prefetch.
        from.reader.boundLater(from.consumer.asked() / 2);
        if (wantsMore()) {
            workers.execute(this::askForMore);
        }
    }

    private void giveBackLate(Begun from, long now) {
        for (var first = arrived.peek(); first != null; first = arrived.peek()) {
            if (now - from.times.lastHandOut(first.at()) <= 0 || !arrived.remove(first)) {
                return;
            }
            from.reader.requeue(first);
        }
    }

    @Override
    public void end() {
        connection.end();
    }

    private void close() {
        connection.close();
        var from = begun;
        if (from == null) {
            return;
        }
        from.consumer.close();
        for (var next = arrived.poll(); next != null; next = arrived.poll()) {
            from.reader.requeue(next);
        }
        written.forEach(HeldMessage::giveBackAll);
    }
}
