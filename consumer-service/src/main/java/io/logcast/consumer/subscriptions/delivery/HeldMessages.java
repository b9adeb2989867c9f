package io.logcast.consumer.subscriptions.delivery;

import io.logcast.consumer.subscriptions.delivery.HeldMessage.HandedOut;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** The messages of one channel that this replica answers for. */
final class HeldMessages {

    private final Map<Long, HeldMessage> held = new ConcurrentHashMap<>();
    /** Messages with events that are not handed out yet. */
    private final Queue<HeldMessage> begun = new ConcurrentLinkedQueue<>();

    private final AtomicInteger handedOut = new AtomicInteger();

    void add(HeldMessage message) {
        held.put(message.number(), message);
    }

    /** To be called when the channel is gone: the broker delivers all of them again. */
    void clear() {
        held.clear();
    }

    boolean isEmpty() {
        return held.isEmpty();
    }

    boolean has(HeldMessage message) {
        return held.containsKey(message.number());
    }

    /** The message with that number, if its events have ack ids. */
    Optional<HeldMessage> find(long number) {
        return Optional.ofNullable(held.get(number)).filter(HeldMessage::hasAckIds);
    }

    /** False if it was released before. */
    boolean release(HeldMessage message) {
        begun.remove(message);
        return held.remove(message.number()) != null;
    }

    /** Gives back events that were not settled in time. */
    void expire(long now) {
        held.values().forEach(message -> message.expire(now));
    }

    /** Keeps the message's remaining events for the next pull. */
    void begin(HeldMessage message) {
        begun.add(message);
    }

    /** Events that earlier pulls left over. */
    List<HandedOut> handOutOfBegun(int max) {
        var out = new ArrayList<HandedOut>();
        for (var message = begun.peek(); message != null && out.size() < max; message = begun.peek()) {
            if (has(message)) {
                out.addAll(message.handOut(max - out.size()));
            }
            if (!has(message) || !message.hasWaiting()) {
                begun.remove(message);
            }
        }
        return out;
    }

    /** Changes the number of events that subscribers hold. */
    void handedOut(int change) {
        handedOut.addAndGet(change);
    }

    /** How many events subscribers hold. */
    int handedOut() {
        return handedOut.get();
    }
}
