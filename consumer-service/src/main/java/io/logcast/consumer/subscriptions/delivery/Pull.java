package io.logcast.consumer.subscriptions.delivery;

import io.logcast.consumer.subscriptions.delivery.HeldMessage.HandedOut;
import io.logcast.rabbitmq.queues.BrokerUnavailableException;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One pull: from the request to the answer it is a consumer of its own, which the broker serves in turn with all
 * others. So a replica holds no events for a subscriber that does not ask.
 */
final class Pull implements Subscriber {

    // Messages that waited in the queue come at once, one after the other.
    private static final long GATHER_MILLIS = 25;
    // Long enough for the first message of a queue that is not empty.
    private static final long SHORTEST_WAIT_MILLIS = 100;
    private static final int MAX_BYTES = 2 * 1024 * 1024;

    private final int max;
    private final QueueReader reader;
    private final HoldTimes times;
    private final QueueReaders readers;
    private final PullConsumers consumers;
    private final Arrived arrived = new Arrived();
    private final AtomicBoolean ending = new AtomicBoolean();
    private final CompletableFuture<List<HandedOut>> answer = new CompletableFuture<>();
    private volatile @Nullable ScheduledFuture<?> end;
    private volatile int gathering;

    /** @param times those of the subscription now, which may have changed since the reader was made */
    Pull(QueueReader reader, int max, int mostMessages, HoldTimes times, QueueReaders readers) {
        this.reader = reader;
        this.max = max;
        this.times = times;
        this.readers = readers;
        this.consumers = new PullConsumers(reader, reader.messagesOf(max, mostMessages));
    }

    /** Starts to wait for events. May wait for the broker. */
    void start(Duration wait) {
        ask();
        end = readers.later(this::end, Math.max(SHORTEST_WAIT_MILLIS, wait.toMillis()));
    }

    /** Completes with the events, which are handed out. */
    CompletionStage<List<HandedOut>> answer() {
        return answer;
    }

    /** To be called when the subscriber has gone and nobody takes the answer. */
    void abandon() {
        answer.cancel(false);
        end();
    }

    @Override
    public void arrived(Received received) {
        var count = arrived.add(received);
        var isFull = arrived.bytes() >= MAX_BYTES || !readers.hasRoom();
        if (arrived.events() >= max || count >= consumers.most() || isFull) {
            end();
            return;
        }
        var asked = consumers.asked();
        if (gathering < asked || count == asked) {
            gathering = asked;
            var unused = readers.later(() -> endUnlessMoreThan(count, asked), GATHER_MILLIS);
        }
        if (count == asked) {
            Infrastructure.getDefaultWorkerPool().execute(this::askForMore);
        }
    }

    /** Ends the pull if no more messages have come: then all that waited in the queue are here. */
    private void endUnlessMoreThan(int count, int last) {
        if (consumers.asked() == last || arrived.messages() == count) {
            end();
        }
    }

    private void askForMore() {
        try {
            ask();
        } catch (BrokerUnavailableException e) {
            end();
        }
    }

    private void ask() {
        if (!ending.get()) {
            consumers.askForMore(readers.step(), this);
        }
    }

    @Override
    public void end() {
        if (ending.compareAndSet(false, true)) {
            Infrastructure.getDefaultWorkerPool().execute(this::gather);
        }
    }

    /** Does nothing: a pull ends long before a deadline. */
    @Override
    public void sweep(long now) {}

    private void gather() {
        var planned = end;
        if (planned != null) {
            planned.cancel(false);
        }
        consumers.end();
        reader.learn(arrived.messages(), arrived.events());
        var out = new ArrayList<HandedOut>();
        var outBytes = 0L;
        for (var next = arrived.poll(); next != null; next = arrived.poll()) {
            if (answer.isDone() || out.size() >= max || outBytes >= MAX_BYTES) {
                reader.requeue(next);
            } else {
                out.addAll(handOut(next, max - out.size()));
                outBytes += next.bytes();
            }
        }
        reader.boundLater(LaterMessages.MOST);
        if (!answer.complete(out)) {
            out.forEach(event -> event.message().giveBack(event.index()));
        }
    }

    private List<HandedOut> handOut(Received received, int most) {
        var message = reader.hold(received, times, true);
        var out = message.handOut(most);
        if (message.hasWaiting()) {
            reader.held().begin(message);
        }
        return out;
    }
}
