package io.logcast.chaos.readers;

import io.logcast.local.process.Deadline;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A program that follows the live tail at one consumer after the other. It breaks each stream off after some seconds, and resumes
 * at the next consumer after the last event that it got.
 */
public final class TailReader implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int LEAST_MILLIS = 2_000;
    private static final int MOST_MILLIS = 8_000;
    private static final int PAUSE_MILLIS = 200;

    private final List<URI> consumers;
    private final String query;
    private final Set<String> got = ConcurrentHashMap.newKeySet();
    private final Thread thread = new Thread(this::run, "tail");
    private final List<ToldGap> toldGaps = new ArrayList<>();
    private @Nullable String last;
    private String lastMessage = "";
    private boolean isOpen;
    private int resumptions;
    private boolean isFinishing;
    private boolean hasAll;
    private volatile boolean closed;

    /**
     * @param consumers the base URIs of all replicas
     * @param sources what the names of its events' sources begin with
     */
    public TailReader(List<URI> consumers, String sources) {
        this.consumers = consumers;
        this.query = "/api/v1/logs/stream?source=" + sources;
    }

    /** Returns when its first stream is open: from then on it gets each event. */
    public TailReader start() {
        thread.start();
        if (!Deadline.in(PATIENCE).await(this::isOpen)) {
            throw new IllegalStateException("The live tail cannot be followed");
        }
        return this;
    }

    /** Waits until it has got all of these messages, or until a stream that was resumed from now on says that it is live. */
    public void finish(Set<String> messages, Duration patience) {
        synchronized (this) {
            isFinishing = true;
        }
        Deadline.in(patience).await(() -> got.containsAll(messages) || hasAll());
    }

    /** The messages of all events that it got. */
    public Set<String> got() {
        return Set.copyOf(got);
    }

    /** How many streams were resumed and brought events. */
    public synchronized int resumptions() {
        return resumptions;
    }

    /**
     * A notice that events may be missing.
     *
     * @param after the message of the last event before what may be missing; empty if none had come
     * @param at when it came, as {@link System#nanoTime()}
     */
    public record ToldGap(String after, long at) {}

    public synchronized List<ToldGap> toldGaps() {
        return List.copyOf(toldGaps);
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    private synchronized boolean isOpen() {
        return isOpen;
    }

    private synchronized boolean hasAll() {
        return hasAll;
    }

    private void run() {
        try {
            for (int turn = 0; !closed; turn++) {
                follow(consumers.get(turn % consumers.size()));
            }
        } catch (InterruptedException e) {
            // It is closed.
        }
    }

    private void follow(URI consumer) throws InterruptedException {
        Thread.sleep(PAUSE_MILLIS);
        var stream = new Stream();
        ReadersLog.note("opening %s after %s", consumer, stream.afterMessage);
        var answer = Http.CLIENT.sendAsync(request(consumer, stream.after), BodyHandlers.fromLineSubscriber(stream));
        try {
            while (!answer.isDone() && !stream.isOver()) {
                Thread.sleep(PAUSE_MILLIS);
            }
        } finally {
            stream.end();
            answer.cancel(true);
        }
    }

    private HttpRequest request(URI consumer, @Nullable String after) {
        var request = HttpRequest.newBuilder(consumer.resolve(query));
        if (after != null) {
            request.header("Last-Event-ID", after);
        }
        return request.build();
    }

    /** The lines of one stream. What comes after its end is not counted, since the reader resumes before that. */
    private final class Stream extends EventStreamLines {

        private final @Nullable String after;
        private final String afterMessage;
        private final boolean isLast;
        private final Deadline time;
        private boolean isLive;
        private boolean hasBrought;
        private boolean hasEnded;

        Stream() {
            synchronized (TailReader.this) {
                after = last;
                afterMessage = lastMessage;
                isLast = isFinishing;
                isLive = after == null;
            }
            var millis = ThreadLocalRandom.current().nextInt(LEAST_MILLIS, MOST_MILLIS);
            time = Deadline.in(isLast ? PATIENCE.multipliedBy(2) : Duration.ofMillis(millis));
        }

        /** Not before the first event: there would be nothing to resume after. The last stream follows at once. */
        boolean isOver() {
            synchronized (TailReader.this) {
                return last != null && (time.remaining().isZero() || (isFinishing && !isLast));
            }
        }

        @Override
        void opened() {
            synchronized (TailReader.this) {
                isOpen = true;
            }
        }

        @Override
        void event(String id, String data) {
            synchronized (TailReader.this) {
                if (hasEnded) {
                    return;
                }
                last = id;
                lastMessage = Http.json(data).path("message").asText();
                got.add(lastMessage);
                if (after != null && !hasBrought) {
                    ReadersLog.note("first %s", lastMessage);
                    hasBrought = true;
                    resumptions++;
                }
            }
        }

        @Override
        void notice(String name) {
            synchronized (TailReader.this) {
                if (hasEnded) {
                    return;
                }
                ReadersLog.note("%s after %s", name, lastMessage);
                if (name.equals("live")) {
                    isLive = true;
                    hasAll |= isLast;
                } else if (name.equals("gap") || name.equals("dropped")) {
                    toldGaps.add(new ToldGap(isLive ? lastMessage : afterMessage, System.nanoTime()));
                }
            }
        }

        void end() {
            synchronized (TailReader.this) {
                hasEnded = true;
            }
            cancel();
        }
    }
}
