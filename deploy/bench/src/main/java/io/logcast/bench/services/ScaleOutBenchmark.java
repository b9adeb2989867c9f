package io.logcast.bench.services;

import io.logcast.bench.Measurement;
import io.logcast.bench.process.MeasuredService;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * A backlog of messages of one event each, drained by one consumer-service and by three, into a database that pauses at
 * each statement, like one that is far away or has a slow disk.
 */
public final class ScaleOutBenchmark extends ServicesBenchmark {

    private static final String ONE = "1 consumer-service";
    private static final String THREE = "3 consumer-services";

    // Pauses once for each statement, before its commit.
    private static final String PAUSE = """
            create function pause() returns trigger language plpgsql as
                $$ begin perform pg_sleep(%1$d / 1000.0); return null; end $$;
            create trigger pause after insert on %2$s for each statement execute function pause()""";

    private final int events;
    private final Duration pause;

    /** @param events the number of events in a run */
    public ScaleOutBenchmark(Place place, int events, Duration pause) {
        super(place, List.of(ONE, THREE));
        this.events = events;
        this.pause = pause;
    }

    @Override
    public String name() {
        return "scale-out";
    }

    @Override
    public String title() {
        return "Archive: messages of one event, into a database that pauses %d ms before each commit"
                .formatted(pause.toMillis());
    }

    @Override
    public List<String> baselines() {
        return List.of(ONE);
    }

    @Override
    void prepare(Services services) throws Exception {
        try (var connection = services.database().connect()) {
            services.execute(PAUSE.formatted(pause.toMillis(), ArchiveParts.last(connection)));
        }
    }

    @Override
    Measurement run(Services services, String work) throws Exception {
        if (work.equals(ONE)) {
            return drain(services, List.of(services.consumer()));
        }
        try (var second = services.startConsumer("consumer-2");
                var third = services.startConsumer("consumer-3")) {
            return drain(services, List.of(services.consumer(), second, third));
        }
    }

    private Measurement drain(Services services, List<MeasuredService> consumers) throws Exception {
        services.execute("truncate log_event");
        var before = cpu(consumers.stream());
        var elapsed = new Backlog(services, 1).drain(events);
        return new Measurement(events, elapsed, cpu(consumers.stream()).minus(before));
    }

    private static Duration cpu(Stream<MeasuredService> consumers) {
        return consumers.map(consumer -> consumer.usage().cpu()).reduce(Duration.ZERO, Duration::plus);
    }
}
