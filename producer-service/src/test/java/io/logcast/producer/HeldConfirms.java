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

/** Stands between the emitter of {@code logs} and its connector: while it holds, the test settles the messages. */
@ApplicationScoped
@Identifier("logs")
public class HeldConfirms implements OutgoingInterceptor {

    private final Queue<Message<?>> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger sent = new AtomicInteger();
    private volatile boolean holding;
    private volatile boolean sentOnEventLoop;

    /** From now on no message is settled by the connector. */
    public void hold() {
        sent.set(0);
        holding = true;
    }

    /** How many messages were sent since then. */
    public int sent() {
        return sent.get();
    }

    /** Confirms all that wait, and from now on each one at once. */
    public void letGo() {
        holding = false;
        settleAll(Message::ack);
    }

    public void confirmAll() {
        settleAll(Message::ack);
    }

    public void refuseAll(Throwable reason) {
        settleAll(message -> message.nack(reason));
    }

    /** Settles all that wait: with the reason that is found for it, or, if that is null, with a confirm. */
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

    /** The messages that wait, in order. */
    public List<Message<?>> waiting() {
        return List.copyOf(waiting);
    }

    /** How many events the messages that wait have: those of several requests may share one. */
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
        if (!holding) {
            return message;
        }
        waiting.add(message);
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
