package io.logcast.producer.logs;

import io.logcast.model.wire.LogMessage;
import io.logcast.producer.logs.SharedMessage.Address;
import io.opentelemetry.context.Context;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Vertx;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Joins messages to one address that come in the same turn of an event loop, that is, when their requests were read
 * together. They are sent at the end of that turn, after whatever else the event loop has to do by then, so no message
 * waits for others to join it. Messages to one address stay in order.
 */
final class Turns {

    private final int maxEvents;
    private final int maxBytes;
    private final Consumer<SharedMessage> sender;
    private final Map<Thread, Turn> turns = new ConcurrentHashMap<>();

    /**
     * @param maxBytes the most bytes in the body of a shared message
     * @param sender settles each message; does not throw
     */
    Turns(int maxEvents, int maxBytes, Consumer<SharedMessage> sender) {
        this.maxEvents = maxEvents;
        this.maxBytes = maxBytes;
        this.sender = sender;
    }

    /** Sends it at the end of the event loop's turn; at once on any other thread. */
    CompletableFuture<Void> send(Address address, LogMessage message, @Nullable Context trace) {
        var context = Vertx.currentContext();
        if (context == null || !io.vertx.core.Context.isOnEventLoopThread()) {
            var alone = new SharedMessage(address);
            var answer = alone.add(message, trace);
            sender.accept(alone);
            return answer;
        }
        var turn = turns.computeIfAbsent(Thread.currentThread(), thread -> new Turn());
        if (turn.messages.isEmpty()) {
            // Not in the request's own context, since the message is not from this request alone.
            VertxContext.getRootContext(context).runOnContext(nothing -> turn.end());
        }
        return turn.messageFor(address, message).add(message, trace);
    }

    /** The messages that one event loop has to send. Confined to it. */
    private final class Turn {

        private final Map<Address, SharedMessage> messages = new LinkedHashMap<>();

        SharedMessage messageFor(Address address, LogMessage message) {
            var begun = messages.get(address);
            if (begun != null && begun.hasRoomFor(message, maxEvents, maxBytes)) {
                return begun;
            }
            var next = new SharedMessage(address);
            messages.put(address, next);
            if (begun != null) {
                sender.accept(begun);
            }
            return next;
        }

        void end() {
            var all = List.copyOf(messages.values());
            messages.clear();
            all.forEach(sender);
        }
    }
}
