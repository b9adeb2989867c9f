package io.logcast.consumer.archive;

import io.logcast.rabbitmq.connection.Faults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Stores messages in batches, in two stages: one thread gathers and reads a batch while two others store the batches
 * before it. Messages that arrive meanwhile become the next batch. At most three batches are in progress, and together
 * they have at most the bytes of three full ones.
 */
final class BatchingSubscriber implements Flow.Subscriber<Message<byte[]>> {

    /** Two, so that the database gets the next batch while the messages of the last one are settled. */
    private static final int WRITERS = 2;

    private static final int MOST_BATCHES = WRITERS + 1;

    /** Each of them takes as long as hundreds of others, and a stop waits for the batch. */
    private static final int MOST_STORED_ALONE = 100;

    private static final Logger LOG = Logger.getLogger(BatchingSubscriber.class);
    private static final long STOP_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(10);
    /** Marks the end of the queue after a stop. */
    private static final Message<byte[]> END = Message.of(new byte[0]);

    private final Function<List<Message<byte[]>>, Runnable> read;
    private final Predicate<Message<byte[]>> isStoredAlone;
    private final int batchSize;
    private final int batchBytes;
    private final long lingerNanos;
    private final LinkedBlockingQueue<Message<byte[]>> waiting = new LinkedBlockingQueue<>();
    private final Thread reader = new Thread(this::run, "archive");
    private final ExecutorService writers = writers();
    /** One permit for each batch of full size. */
    private final Semaphore room = new Semaphore(MOST_BATCHES);
    /** The message that did not fit into the previous batch. */
    private @Nullable Message<byte[]> left;

    private boolean ended;
    private volatile Flow.@Nullable Subscription subscription;

    /**
     * @param read reads a batch, and returns the action that stores it and settles each of its messages
     * @param isStoredAlone whether a statement of its own will store the message; a batch has at most 100 of these
     * @param batchBytes the most bytes of a batch; a larger message is a batch of its own, and counts as several
     * @param linger how long a batch that is not full waits for more
     */
    BatchingSubscriber(
            Function<List<Message<byte[]>>, Runnable> read,
            Predicate<Message<byte[]>> isStoredAlone,
            int batchSize,
            int batchBytes,
            Duration linger) {
        this.read = read;
        this.isStoredAlone = isStoredAlone;
        this.batchSize = batchSize;
        this.batchBytes = batchBytes;
        this.lingerNanos = linger.toNanos();
    }

    private static ExecutorService writers() {
        // The executor's queue is bounded by the permits. The broker redelivers what arrives after the stop.
        return new ThreadPoolExecutor(
                WRITERS,
                WRITERS,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                task -> new Thread(task, "archive-writer"),
                new ThreadPoolExecutor.DiscardPolicy());
    }

    void start() {
        reader.start();
    }

    /**
     * Takes no more messages, and waits until those that it has are stored and settled. The broker delivers again what
     * is not stored within 10 s because the database is away.
     */
    void stop() {
        var end = System.nanoTime() + STOP_TIMEOUT_NANOS;
        var current = subscription;
        if (current != null) {
            current.cancel();
        }
        waiting.add(END);
        try {
            TimeUnit.NANOSECONDS.timedJoin(reader, STOP_TIMEOUT_NANOS);
            writers.shutdown();
            writers.awaitTermination(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        reader.interrupt();
        writers.shutdownNow();
    }

    /**
     * Requests as many messages as may be in progress, and one batch more, so that the next batch is ready when there
     * is room for it.
     */
    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        this.subscription = subscription;
        subscription.request((MOST_BATCHES + 1L) * batchSize);
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
            while (!ended) {
                // Waits before it gathers a batch, so that messages that arrive meanwhile are in it.
                room.acquire();
                var batch = nextBatch();
                var taken = batches(batch);
                room.acquire(taken - 1);
                pass(batch, taken);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How many permits the batch takes. */
    private int batches(List<Message<byte[]>> batch) {
        long bytes = 0;
        for (var message : batch) {
            bytes += message.getPayload().length;
        }
        return (int) Math.min(MOST_BATCHES, 1 + (Math.max(1, bytes) - 1) / batchBytes);
    }

    private void pass(List<Message<byte[]>> batch, int taken) {
        try {
            var store = read.apply(batch);
            writers.execute(() -> store(store, batch.size(), taken));
        } catch (RuntimeException | Error e) {
            report(batch.size(), e);
            done(batch.size(), taken);
        }
    }

    private void store(Runnable store, int messages, int taken) {
        try {
            store.run();
        } catch (RuntimeException | Error e) {
            report(messages, e);
        } finally {
            done(messages, taken);
        }
    }

    /** The thread must survive this: without it nothing would be archived, and nobody would notice. */
    private static void report(int messages, Throwable failure) {
        Faults.report("A batch of " + messages + " messages", failure);
    }

    private void done(int messages, int taken) {
        room.release(taken);
        var current = subscription;
        if (current != null && messages > 0) {
            current.request(messages);
        }
    }

    private List<Message<byte[]>> nextBatch() throws InterruptedException {
        var batch = new ArrayList<Message<byte[]>>();
        var next = left == null ? waiting.take() : left;
        left = null;
        var end = System.nanoTime() + lingerNanos;
        int storedAlone = 0;
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
            storedAlone += isStoredAlone.test(next) ? 1 : 0;
            if (batch.size() == batchSize || storedAlone == MOST_STORED_ALONE) {
                break;
            }
        }
        return batch;
    }
}
