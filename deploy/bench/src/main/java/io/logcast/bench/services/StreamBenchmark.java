package io.logcast.bench.services;

import io.logcast.bench.Measurement;
import io.logcast.bench.Requests;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** How long events take from the POST to many readers of the live tail, each of which gets all of them. */
public final class StreamBenchmark extends ServicesBenchmark {

    private static final int IN_FLIGHT = 256;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Map<String, Load> LOADS = new LinkedHashMap<>();

    static {
        LOADS.put("1,000 streams, 50 events/s", new Load(1_000, 50));
        LOADS.put("100 streams, 1,000 events/s", new Load(100, 1_000));
    }

    private final Duration duration;

    /** How many streams, and how many events a second. */
    private record Load(int streams, int rate) {}

    /** @param duration of the posting in a run */
    public StreamBenchmark(Place place, Duration duration) {
        super(place, List.copyOf(LOADS.keySet()));
        this.duration = duration;
    }

    @Override
    public String name() {
        return "stream";
    }

    @Override
    public String title() {
        return "Live tail: events as readers get them, and the times from the POST to a reader";
    }

    @Override
    Measurement run(Services services, String work) throws Exception {
        var load = Objects.requireNonNull(LOADS.get(work), work);
        var vertx = Vertx.vertx();
        try {
            var readers = new StreamReaders();
            readers.open(vertx, services.consumer().service().port(), load.streams());
            return measure(services, load, readers);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private Measurement measure(Services services, Load load, StreamReaders readers) throws InterruptedException {
        var usage = services.consumer().usage();
        var before = usage.cpu();
        var start = System.nanoTime();
        int posted = Math.toIntExact(load.rate() * duration.toSeconds());
        new SingleEvents(services, "bench.stream", IN_FLIGHT, load.rate()).post(posted, StreamBenchmark::message);
        var expected = (long) posted * load.streams();
        readers.await(expected, PATIENCE);
        if (readers.count() != expected) {
            throw new IllegalStateException("The readers got " + readers.count() + " of " + expected + " events");
        }
        var requests = new Requests(
                posted, readers.percentile(0.50), readers.percentile(0.99), readers.percentile(0.999), usage.memory());
        return new Measurement(
                expected,
                Duration.ofNanos(System.nanoTime() - start),
                usage.cpu().minus(before),
                requests);
    }

    private static String message() {
        return StreamReaders.MARK + System.nanoTime()
                + " a message of about the length that log messages have, which is some 120 characters or so";
    }
}
