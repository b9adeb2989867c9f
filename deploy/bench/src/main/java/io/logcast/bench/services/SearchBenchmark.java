package io.logcast.bench.services;

import io.logcast.bench.Measurement;
import io.logcast.bench.Requests;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Searches over HTTP in a generated archive, one request after the other. */
public final class SearchBenchmark extends ServicesBenchmark {

    private static final int REQUESTS = 100;

    private final GeneratedArchive archive;

    /** @param rows the number of rows in the archive */
    public SearchBenchmark(Place place, long rows) {
        this(place, new GeneratedArchive(rows));
    }

    private SearchBenchmark(Place place, GeneratedArchive archive) {
        super(place, List.copyOf(archive.queries().keySet()));
        this.archive = archive;
    }

    @Override
    public String name() {
        return "search-" + archive.rows();
    }

    @Override
    public String title() {
        return String.format(Locale.ROOT, "Search: first pages, in an archive of %,d events", archive.rows());
    }

    @Override
    public String unit() {
        return "request";
    }

    @Override
    void prepare(Services services) throws Exception {
        try (var connection = services.database().connect()) {
            archive.fill(connection);
        }
    }

    @Override
    Measurement run(Services services, String work) throws Exception {
        var path = "/api/v1/logs?limit=100&" + archive.queries().get(work);
        var usage = services.consumer().usage();
        var before = usage.cpu();
        var times = new ArrayList<Duration>();
        var start = System.nanoTime();
        for (int i = 0; i < REQUESTS; i++) {
            times.add(search(services, path));
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

    private static Duration search(Services services, String path) throws Exception {
        var start = System.nanoTime();
        var page = services.get(path);
        var took = Duration.ofNanos(System.nanoTime() - start);
        if (!page.contains("\"observed_timestamp\"") || page.contains("\"partial\":true")) {
            throw new IllegalStateException(path + " did not find what is there: " + page);
        }
        return took;
    }
}
