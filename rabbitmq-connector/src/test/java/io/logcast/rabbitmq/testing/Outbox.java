package io.logcast.rabbitmq.testing;

import io.smallrye.reactive.messaging.rabbitmq.OutgoingRabbitMQMetadata;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;

/** Sends messages to an outgoing channel as it requests them, and remembers their outcomes. */
public final class Outbox implements Flow.Subscription {

    private final Deque<Message<?>> waiting = new ArrayDeque<>();
    private final List<Sent> sent = new ArrayList<>();
    private Flow.Subscriber<Message<?>> subscriber;
    private long requested;
    private boolean emitting;
    private boolean cancelled;

    /** A message and its outcome. */
    public record Sent(Object payload, CompletableFuture<Void> outcome) {

        public boolean isAcked() {
            return outcome.isDone() && !outcome.isCompletedExceptionally();
        }

        public boolean isNacked() {
            return outcome.isCompletedExceptionally();
        }

        /** Waits for the outcome; it may be undecided after that time. */
        public Sent await(Duration atMost) {
            try {
                outcome.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException | TimeoutException e) {
                // The outcome says it.
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return this;
        }

        /** The reason of the nack. */
        public Throwable failure() {
            return outcome.handle((nothing, failure) -> failure).join();
        }
    }

    void feed(Flow.Subscriber<Message<?>> channel) {
        subscriber = channel;
        channel.onSubscribe(this);
    }

    public Sent send(Object payload) {
        return send(
                payload, OutgoingRabbitMQMetadata.builder().withDeliveryMode(2).build());
    }

    public Sent send(Object payload, String routingKey) {
        return send(
                payload,
                OutgoingRabbitMQMetadata.builder()
                        .withDeliveryMode(2)
                        .withRoutingKey(routingKey)
                        .build());
    }

    public Sent send(Object payload, OutgoingRabbitMQMetadata metadata) {
        var outcome = new CompletableFuture<Void>();
        var result = new Sent(payload, outcome);
        Message<?> message = Message.of(
                payload,
                Metadata.of(metadata),
                () -> {
                    outcome.complete(null);
                    return CompletableFuture.completedFuture(null);
                },
                failure -> {
                    outcome.completeExceptionally(failure);
                    return CompletableFuture.completedFuture(null);
                });
        synchronized (this) {
            waiting.add(message);
            sent.add(result);
        }
        emit();
        return result;
    }

    /** All messages given to it so far. */
    public synchronized List<Sent> sent() {
        return List.copyOf(sent);
    }

    /** How many messages the channel has requested and not been given. */
    public synchronized long demand() {
        return requested;
    }

    @Override
    public void request(long n) {
        synchronized (this) {
            requested = requested + n < 0 ? Long.MAX_VALUE : requested + n;
        }
        emit();
    }

    @Override
    public synchronized void cancel() {
        cancelled = true;
    }

    private void emit() {
        synchronized (this) {
            if (emitting) {
                return;
            }
            emitting = true;
        }
        for (var next = next(); next != null; next = next()) {
            subscriber.onNext(next);
        }
    }

    private synchronized Message<?> next() {
        if (requested > 0 && !waiting.isEmpty() && !cancelled) {
            requested--;
            return waiting.poll();
        }
        emitting = false;
        return null;
    }
}
