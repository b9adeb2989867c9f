package io.logcast.bench.rabbitmq;

import io.logcast.bench.Measurement;
import io.logcast.bench.process.StopWatch;
import io.logcast.bench.process.Workload;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;

/**
 * Consumes as a Reactive Messaging subscriber of the configured connector. Between runs it requests nothing, so that at
 * the start of a run the queue has all messages except the prefetch.
 */
public final class ConnectorConsuming implements Workload {

    private final Events events = Application.with(Events.class).bean(Events.class);

    @Override
    public Measurement run(int messages) throws Exception {
        return events.consume(messages).get(Load.PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** The application's code: a subscriber that acks each message as it comes. */
    @ApplicationScoped
    static class Events {

        private final Counting counting = new Counting();

        @Incoming("consumed")
        Flow.Subscriber<Message<byte[]>> subscriber() {
            return counting;
        }

        CompletableFuture<Measurement> consume(int messages) {
            return counting.begin(messages);
        }
    }

    private static final class Counting implements Flow.Subscriber<Message<byte[]>> {

        private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
        private volatile Run run = new Run(0);

        private CompletableFuture<Measurement> begin(int messages) {
            var next = new Run(messages);
            run = next;
            subscription.join().request(messages);
            return next.done;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscribed) {
            subscription.complete(subscribed);
        }

        @Override
        public void onNext(Message<byte[]> message) {
            run.received(message.ack());
        }

        @Override
        public void onError(Throwable failure) {
            run.done.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            onError(new IllegalStateException("The stream has ended"));
        }
    }

    /** Measured from the request for its messages to the ack of the last. */
    private static final class Run {

        private final CompletableFuture<Measurement> done = new CompletableFuture<>();
        private final StopWatch watch = StopWatch.start();
        private final int messages;
        private int received;

        private Run(int messages) {
            this.messages = messages;
        }

        private void received(CompletionStage<Void> ack) {
            if (++received == messages) {
                ack.whenComplete((nothing, failure) -> end(failure));
            }
        }

        private void end(@Nullable Throwable failure) {
            if (failure == null) {
                done.complete(watch.stop(messages));
            } else {
                done.completeExceptionally(failure);
            }
        }
    }
}
