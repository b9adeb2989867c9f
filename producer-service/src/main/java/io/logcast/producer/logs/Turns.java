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
 * Lets messages of one address share one when they come in the same turn of an event loop, that is, when their requests were
 * read together. They go out at the end of that turn, behind whatever else the event loop has to do by then: no message waits
 * for company. Messages of one address stay in their order.
 */
final class Turns {

    private final int maxEvents;
    private final int maxBytes;
    private final Consumer<SharedMessage> sender;
    private final Map<Thread, Turn> turns = new ConcurrentHashMap<>();

    /**
     * @param maxBytes of the body of a shared message
     * @param sender settles each message; does not throw
     */
    Turns(int maxEvents, int maxBytes, Consumer<SharedMessage> sender) {
        this.maxEvents = maxEvents;
        this.maxBytes = maxBytes;
        this.sender = sender;
    }

    /** Sends it, at once unless this is an event loop. */
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
            // Not the request's own context: what is sent is not its alone.
            VertxContext.getRootContext(context).runOnContext(nothing -> turn.end());
        }
        return turn.messageFor(address, message).add(message, trace);
    }

    /** What one event loop has to send. Confined to it. */
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
