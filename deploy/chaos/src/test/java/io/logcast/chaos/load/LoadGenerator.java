package io.logcast.chaos.load;

import io.logcast.local.process.Deadline;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Posts events at a bounded rate, from one thread. What was not accepted is sent again with the same ids until it is. While
 * much waits to be sent again, nothing new is posted.
 */
public final class LoadGenerator implements AutoCloseable {

    /** The producer's own deadline, and a margin. */
    public static final Duration TIMEOUT = Duration.ofSeconds(6);

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final int MOST_AT_A_TIME = 256;
    private static final int MOST_UNACCEPTED = 1_500;
    private static final int RESEND_MILLIS = 500;

    private final URI logs;
    private final Ledger ledger;
    private final long intervalNanos;
    private final Semaphore places = new Semaphore(MOST_AT_A_TIME);
    private final DelayQueue<Resend> resends = new DelayQueue<>();
    private final AtomicInteger unaccepted = new AtomicInteger();
    private final Thread thread = new Thread(this::run, "load");
    private volatile boolean newOnes = true;
    private volatile boolean closed;

    /** @param rate requests a second, re-sends included */
    public LoadGenerator(URI producer, int rate, Ledger ledger) {
        this.logs = producer.resolve("/api/v1/logs");
        this.ledger = ledger;
        this.intervalNanos = TimeUnit.SECONDS.toNanos(1) / rate;
    }

    public LoadGenerator start() {
        thread.start();
        return this;
    }

    /** Posts no more new events, and returns whether all were accepted in time. */
    public boolean finish(Duration patience) {
        newOnes = false;
        return Deadline.in(patience).await(() -> unaccepted.get() == 0);
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        // The ledger is complete once all open requests are answered or have timed out.
        places.acquireUninterruptibly(MOST_AT_A_TIME);
    }

    private void run() {
        long next = System.nanoTime();
        boolean resendsTurn = false;
        while (!closed) {
            next = Math.max(next + intervalNanos, System.nanoTime() - TimeUnit.SECONDS.toNanos(1));
            for (long pause = next - System.nanoTime(); pause > 0 && !closed; pause = next - System.nanoTime()) {
                LockSupport.parkNanos(pause);
            }
            resendsTurn = !resendsTurn;
            var post = next(resendsTurn);
            if (post != null) {
                send(post);
            }
        }
    }

    private @Nullable Post next(boolean resendsTurn) {
        boolean mayBeNew = newOnes && unaccepted.get() < MOST_UNACCEPTED;
        var due = resendsTurn || !mayBeNew ? resends.poll() : null;
        if (due != null) {
            return due.post();
        }
        if (!mayBeNew) {
            return null;
        }
        unaccepted.incrementAndGet();
        return ledger.newPost();
    }

    private void send(Post post) {
        places.acquireUninterruptibly();
        var request = HttpRequest.newBuilder(logs)
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(post.json()))
                .build();
        long sentAt = System.nanoTime();
        post.sent(sentAt);
        var unused = HTTP.sendAsync(request, BodyHandlers.discarding())
                .handle((response, failure) -> failure == null ? Answer.of(response.statusCode()) : without(failure))
                .thenAccept(answer -> ended(new Attempt(post, answer, sentAt, System.nanoTime())))
                .whenComplete((done, failure) -> places.release());
    }

    private void ended(Attempt attempt) {
        ledger.record(attempt);
        if (attempt.answer() == Answer.ACCEPTED) {
            unaccepted.decrementAndGet();
        } else {
            resends.add(Resend.soon(attempt.post()));
        }
    }

    private static Answer without(Throwable failure) {
        var cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof HttpTimeoutException ? Answer.OVERDUE : Answer.BROKEN;
    }

    private record Resend(Post post, long dueAt) implements Delayed {

        static Resend soon(Post post) {
            long millis = RESEND_MILLIS / 2 + ThreadLocalRandom.current().nextLong(RESEND_MILLIS);
            return new Resend(post, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis));
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(dueAt - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }
}
