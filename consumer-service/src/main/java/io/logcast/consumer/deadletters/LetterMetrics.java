package io.logcast.consumer.deadletters;

import io.logcast.consumer.database.NotMigrated;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Counts dead letters by kind. {@code logcast.dead.letters} is how many wait in the table, which all replicas share;
 * the counters are this replica's own.
 */
@ApplicationScoped
class LetterMetrics {

    private static final Logger LOG = Logger.getLogger(LetterMetrics.class);
    private static final String OPEN = "logcast.dead.letters";
    private static final String KIND = "kind";

    private final DeadLetterTable letters;
    private final MeterRegistry meters;
    private final Map<Kind, AtomicLong> open;

    LetterMetrics(DeadLetterTable letters, MeterRegistry meters) {
        this.letters = letters;
        this.meters = meters;
        this.open =
                Arrays.stream(Kind.values()).collect(Collectors.toMap(Function.identity(), kind -> new AtomicLong()));
        open.forEach((kind, count) -> Gauge.builder(OPEN, count, AtomicLong::get)
                .tag(KIND, kind.word())
                .description("Dead letters that wait in the table")
                .register(meters));
    }

    void stored(Kind kind) {
        count(".stored", kind, 1);
    }

    void replayed(Kind kind) {
        count(".replayed", kind, 1);
    }

    void discarded(Kind kind, long many) {
        count(".discarded", kind, many);
    }

    private void count(String what, Kind kind, long many) {
        meters.counter(OPEN + what, KIND, kind.word()).increment(many);
    }

    @Scheduled(every = "15s", concurrentExecution = ConcurrentExecution.SKIP, skipExecutionIf = NotMigrated.class)
    void countOpen() {
        try {
            var counts = letters.countOpen();
            open.forEach((kind, count) -> count.set(counts.getOrDefault(kind, 0L)));
        } catch (SQLException e) {
            LOG.warnf("Dead letters cannot be counted now: %s", e.getMessage());
        }
    }
}
