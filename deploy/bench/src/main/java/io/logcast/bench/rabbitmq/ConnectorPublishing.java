package io.logcast.bench.rabbitmq;

import io.logcast.bench.Measurement;
import io.logcast.bench.process.StopWatch;
import io.logcast.bench.process.Workload;
import io.smallrye.reactive.messaging.rabbitmq.OutgoingRabbitMQMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jspecify.annotations.Nullable;

/** Publishes through a Reactive Messaging emitter of the configured connector. */
public final class ConnectorPublishing implements Workload {

    /** Sent before the measurement, so that the connection is open. */
    static final int FIRST = 100;

    private final Events events = Application.with(Events.class).bean(Events.class);

    @Override
    public Measurement run(int messages) throws Exception {
        events.publish(FIRST);
        var watch = StopWatch.start();
        events.publish(messages);
        return watch.stop(messages);
    }

    /** The application's code: an emitter, with as many messages in flight as the plain client. */
    @ApplicationScoped
    static class Events {

        private static final Metadata PERSISTENT = Metadata.of(
                OutgoingRabbitMQMetadata.builder().withDeliveryMode(2).build());

        @Inject
        @Channel("published")
        @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = Load.WINDOW)
        Emitter<byte[]> emitter;

        private final Semaphore window = new Semaphore(Load.WINDOW);
        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

        /** Returns when all are acked. */
        void publish(int messages) throws InterruptedException {
            var body = Load.body();
            for (int sent = 0; sent < messages; sent++) {
                acquire(1);
                emitter.send(Message.of(body, PERSISTENT, this::acked, this::nacked));
            }
            acquire(Load.WINDOW);
            window.release(Load.WINDOW);
        }

        private void acquire(int places) throws InterruptedException {
            if (!window.tryAcquire(places, Load.PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Messages are left without an ack");
            }
            var reason = failure.get();
            if (reason != null) {
                throw new IllegalStateException("A message was nacked", reason);
            }
        }

        private CompletionStage<Void> acked() {
            window.release();
            return CompletableFuture.completedFuture(null);
        }

        private CompletionStage<Void> nacked(Throwable reason) {
            failure.set(reason);
            return acked();
        }
    }
}
