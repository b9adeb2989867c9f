package io.logcast.bench.services;

import io.logcast.bench.Measurement;
import io.logcast.bench.Requests;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Searches over HTTP in a generated archive, one request after the other, while other events arrive. Without another
 * checkout, which may be older than the calls that count, it measures these too.
 */
public final class SearchBenchmark extends ServicesBenchmark {

    private static final int REQUESTS = 100;

    private final GeneratedArchive archive;
    private final int arrivals;
    private final Map<String, String> calls;

    /**
     * @param rows the number of rows in the archive
     * @param arrivals how many events arrive in a second
     */
    public SearchBenchmark(Place place, long rows, int arrivals) {
        this(place, new GeneratedArchive(rows), arrivals);
    }

    private SearchBenchmark(Place place, GeneratedArchive archive, int arrivals) {
        this(place, archive, arrivals, calls(archive, place.other() == null));
    }

    private SearchBenchmark(Place place, GeneratedArchive archive, int arrivals, Map<String, String> calls) {
        super(place, List.copyOf(calls.keySet()));
        this.archive = archive;
        this.arrivals = arrivals;
        this.calls = calls;
    }

    private static Map<String, String> calls(GeneratedArchive archive, boolean withCounts) {
        var calls = archive.searches();
        if (withCounts) {
            calls.putAll(archive.counts());
        }
        return calls;
    }

    @Override
    public String name() {
        return "search-" + archive.rows();
    }

    @Override
    public String title() {
        return String.format(
                Locale.ROOT,
                "Search: first pages and counts, in an archive of %,d events, while %,d arrive in a second",
                archive.rows(),
                arrivals);
    }

    @Override
    public String unit() {
        return "request";
    }

    @Override
    void prepare(Services services) throws Exception {
        archive.fill(services);
    }

    @Override
    Measurement run(Services services, String work) throws Exception {
        var path = Objects.requireNonNull(calls.get(work), work);
        var usage = services.consumer().usage();
        var times = new ArrayList<Duration>();
        try (var traffic = Traffic.start(services, arrivals)) {
            var before = usage.cpu();
            var start = System.nanoTime();
            for (int i = 0; i < REQUESTS; i++) {
                times.add(call(services, path));
            }
            var elapsed = Duration.ofNanos(System.nanoTime() - start);
            times.sort(null);
            var requests = new Requests(
                    REQUESTS,
                    times.get(REQUESTS / 2),
                    times.get(REQUESTS * 99 / 100 - 1),
                    times.get(REQUESTS - 1),
                    usage.memory());
            return new Measurement(REQUESTS, elapsed, usage.cpu().minus(before), requests);
        }
    }

    private static Duration call(Services services, String path) throws Exception {
        var start = System.nanoTime();
        var answer = services.get(path);
        var took = Duration.ofNanos(System.nanoTime() - start);
        var complete = answer.contains("\"relation\"")
                ? answer.contains("\"relation\":\"exact\"")
                : answer.contains("\"observed_timestamp\"") && !answer.contains("\"partial\":true");
        if (!complete) {
            throw new IllegalStateException(path + " did not find all that is there: " + answer);
        }
        return took;
    }
}
