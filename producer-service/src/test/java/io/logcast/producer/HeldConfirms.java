package io.logcast.producer;

import io.logcast.model.wire.LogMessage;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.OutgoingInterceptor;
import io.vertx.core.Context;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;

/** Sits between the emitter of {@code logs} and its connector. While it holds messages, the test settles them. */
@ApplicationScoped
@Identifier("logs")
public class HeldConfirms implements OutgoingInterceptor {

    private final Queue<Message<?>> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger sent = new AtomicInteger();
    private volatile boolean holding;
    private volatile boolean sentOnEventLoop;

    /** From now on, the connector settles no message. */
    public void hold() {
        sent.set(0);
        holding = true;
    }

    /** How many messages have been sent since then. */
    public int sent() {
        return sent.get();
    }

    /** Confirms all waiting messages, and from now on each new one at once. */
    public void letGo() {
        synchronized (waiting) {
            holding = false;
        }
        settleAll(Message::ack);
    }

    public void confirmAll() {
        settleAll(Message::ack);
    }

    public void refuseAll(Throwable reason) {
        settleAll(message -> message.nack(reason));
    }

    /** Settles all waiting messages: with the reason that the function gives, or with a confirm if that is null. */
    public void settle(Function<Message<?>, @Nullable Throwable> reasons) {
        settleAll(message -> {
            var reason = reasons.apply(message);
            if (reason == null) {
                message.ack();
            } else {
                message.nack(reason);
            }
        });
    }

    /** The waiting messages, in order. */
    public List<Message<?>> waiting() {
        return List.copyOf(waiting);
    }

    /** How many events the waiting messages have. Events of several requests may share a message. */
    public int waitingEvents() {
        return waiting.stream()
                .mapToInt(message ->
                        LogMessage.read((byte[]) message.getPayload()).events().size())
                .sum();
    }

    /** Whether the last message was sent by the thread that reads the requests. */
    public boolean sentOnEventLoop() {
        return sentOnEventLoop;
    }

    @Override
    public Message<?> beforeMessageSend(Message<?> message) {
        sent.incrementAndGet();
        sentOnEventLoop = Context.isOnEventLoopThread();
        // Together, so that letGo() misses no message.
        synchronized (waiting) {
            if (!holding) {
                return message;
            }
            waiting.add(message);
        }
        return message.withAck(() -> CompletableFuture.completedFuture(null));
    }

    @Override
    public void onMessageAck(Message<?> message) {}

    @Override
    public void onMessageNack(Message<?> message, Throwable reason) {}

    private void settleAll(Consumer<Message<?>> settlement) {
        for (var message = waiting.poll(); message != null; message = waiting.poll()) {
            settlement.accept(message);
        }
    }
}
