package io.logcast.bench.services;

import com.fasterxml.uuid.Generators;
import io.logcast.bench.Measurement;
import io.logcast.bench.process.StopWatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * From the broker into committed rows, compared to a loader that writes the same events into the same table with plain
 * JDBC batches, and to another checkout if one is given. The table is empty at the start of each run, or it has been filled before the
 * first run and keeps what the runs add.
 */
public final class ArchiveBenchmark extends ServicesBenchmark {

    private static final String LOADER = "JDBC batches";
    private static final Map<String, Messages> MESSAGES = new LinkedHashMap<>();

    static {
        MESSAGES.put("100 events a message", new Messages(100, UUID::randomUUID));
        MESSAGES.put("100 events a message, UUIDv7", new Messages(100, Generators.timeBasedEpochGenerator()::generate));
        MESSAGES.put("1 event a message", new Messages(1, UUID::randomUUID));
    }

    private final int events;
    private final long rows;

    /** The size of the messages, and what makes the ids of their events. */
    private record Messages(int events, Supplier<UUID> ids) {}

    /**
     * @param events the number of events in a run
     * @param rows the number of events that are in the archive before the first run; 0: each run begins with an empty
     *     table
     */
    public ArchiveBenchmark(Place place, int events, long rows) {
        super(place, List.copyOf(MESSAGES.keySet()));
        this.events = events;
        this.rows = rows;
    }

    /** The loader runs once, in the database of this checkout. */
    @Override
    public List<String> candidates() {
        var candidates = new ArrayList<>(super.candidates());
        candidates.add(LOADER);
        return candidates;
    }

    @Override
    public String name() {
        return rows == 0 ? "archive" : "archive-" + rows;
    }

    @Override
    public String title() {
        return "Archive: from the queue into committed rows of "
                + (rows == 0 ? "an empty table" : String.format(Locale.ROOT, "an archive of %,d events", rows));
    }

    @Override
    public List<String> baselines() {
        return List.of(LOADER);
    }

    @Override
    void prepare(Services services) throws Exception {
        if (rows > 0) {
            new GeneratedArchive(rows).fill(services);
        }
    }

    @Override
    Measurement run(Services services, String work) throws Exception {
        if (rows == 0) {
            services.execute("truncate log_event");
        }
        if (work.equals(LOADER)) {
            var waiting = Backlog.events(events, Instant.now(), UUID::randomUUID);
            try (var connection = services.database().connect()) {
                var watch = StopWatch.start();
                JdbcLoader.load(connection, waiting);
                return watch.stop(events);
            }
        }
        var messages = Objects.requireNonNull(MESSAGES.get(work), work);
        var usage = services.consumer().usage();
        var before = usage.cpu();
        var elapsed = new Backlog(services, messages.events(), messages.ids()).drain(events);
        return new Measurement(events, elapsed, usage.cpu().minus(before));
    }
}
