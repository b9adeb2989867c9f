package io.logcast.bench.services;

import io.logcast.bench.Measurement;
import io.logcast.bench.process.StopWatch;
import java.util.List;

/**
 * From the broker into committed rows, compared to a loader that writes the same events into the same table with plain
 * JDBC batches, or to another checkout. The table is empty at the start of each run.
 */
public final class ArchiveBenchmark extends ServicesBenchmark {

    private static final String ARCHIVE = "archive";
    private static final String LOADER = "JDBC batches";
    private static final int EVENTS_A_MESSAGE = 100;

    private final boolean withLoader;
    private final int events;

    /** @param events the number of events in a run */
    public ArchiveBenchmark(Place place, int events) {
        super(place, place.other() == null ? List.of(ARCHIVE, LOADER) : List.of(ARCHIVE));
        this.withLoader = place.other() == null;
        this.events = events;
    }

    @Override
    public String name() {
        return "archive";
    }

    @Override
    public String title() {
        return "Archive: messages of %d events, from the queue into committed rows".formatted(EVENTS_A_MESSAGE);
    }

    @Override
    public List<String> baselines() {
        return withLoader ? List.of(LOADER) : List.of();
    }

    @Override
    Measurement run(Services services, String work) throws Exception {
        if (work.equals(LOADER)) {
            var waiting = Backlog.events(events);
            services.execute("truncate log_event");
            try (var connection = services.database().connect()) {
                var watch = StopWatch.start();
                JdbcLoader.load(connection, waiting);
                return watch.stop(events);
            }
        }
        var usage = services.consumer().usage();
        var before = usage.cpu();
        var elapsed = new Backlog(services, EVENTS_A_MESSAGE).drain(events);
        return new Measurement(events, elapsed, usage.cpu().minus(before));
    }
}
