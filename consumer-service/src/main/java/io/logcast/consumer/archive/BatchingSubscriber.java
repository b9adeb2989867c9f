package io.logcast.consumer.archive;

import io.logcast.rabbitmq.connection.Faults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Hands messages on in batches, from one thread: what arrives while a batch is stored becomes the next one. It asks for
 * no more than two batches at a time, so that at most that many wait here.
 */
final class BatchingSubscriber implements Flow.Subscriber<Message<byte[]>> {

    private static final Logger LOG = Logger.getLogger(BatchingSubscriber.class);
    private static final long STOP_TIMEOUT_MILLIS = 10_000;
    /** Behind the last message, once it is stopped. */
    private static final Message<byte[]> END = Message.of(new byte[0]);

    private final Consumer<List<Message<byte[]>>> store;
    private final int batchSize;
    private final int batchBytes;
    private final long lingerNanos;
    private final LinkedBlockingQueue<Message<byte[]>> waiting = new LinkedBlockingQueue<>();
    private final Thread thread = new Thread(this::run, "archive");
    /** What did not fit into the batch before. */
    private @Nullable Message<byte[]> left;

    private boolean ended;
    private volatile Flow.@Nullable Subscription subscription;

    /**
     * @param store settles each message of the batch before it returns
     * @param batchBytes the most bytes of a batch; a larger message is a batch of its own
     * @param linger how long a batch that is not full waits for more
     */
    BatchingSubscriber(Consumer<List<Message<byte[]>>> store, int batchSize, int batchBytes, Duration linger) {
        this.store = store;
        this.batchSize = batchSize;
        this.batchBytes = batchBytes;
        this.lingerNanos = linger.toNanos();
    }

    void start() {
        thread.start();
    }

    /**
     * Takes no more messages, and waits until those that are here are stored and settled. What is not stored within 10 s,
     * since the database is away, is delivered again by the broker.
     */
    void stop() {
        var current = subscription;
        if (current != null) {
            current.cancel();
        }
        waiting.add(END);
        try {
            thread.join(STOP_TIMEOUT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        this.subscription = subscription;
        subscription.request(2L * batchSize);
    }

    @Override
    public void onNext(Message<byte[]> message) {
        waiting.add(message);
    }

    @Override
    public void onError(Throwable failure) {
        LOG.error("The channel archive has failed", failure);
    }

    @Override
    public void onComplete() {
        LOG.info("The channel archive has ended");
    }

    private void run() {
        try {
            while (!ended && !Thread.currentThread().isInterrupted()) {
                var batch = nextBatch();
                if (!batch.isEmpty()) {
                    store(batch);
                    request(batch.size());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void store(List<Message<byte[]>> batch) {
        try {
            store.accept(batch);
        } catch (RuntimeException | Error e) {
            // The thread lives on: without it nothing would be archived, and nobody would notice.
            Faults.report("A batch of " + batch.size() + " messages", e);
        }
    }

    private List<Message<byte[]>> nextBatch() throws InterruptedException {
        var batch = new ArrayList<Message<byte[]>>();
        var next = left == null ? waiting.take() : left;
        left = null;
        var end = System.nanoTime() + lingerNanos;
        for (long bytes = 0; next != null; next = waiting.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            if (next == END) {
                ended = true;
                break;
            }
            bytes += next.getPayload().length;
            if (bytes > batchBytes && !batch.isEmpty()) {
                left = next;
                break;
            }
            batch.add(next);
            if (batch.size() == batchSize) {
                break;
            }
        }
        return batch;
    }

    private void request(int count) {
        var current = subscription;
        if (current != null) {
            current.request(count);
        }
    }
}
