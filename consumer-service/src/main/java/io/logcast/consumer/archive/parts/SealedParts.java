package io.logcast.consumer.archive.parts;

import io.logcast.consumer.database.NotMigrated;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Remembers roughly which ids the sealed parts contain, since no event is ever added to these parts. So only a few ids
 * have to be looked up in them.
 */
@ApplicationScoped
public class SealedParts {

    private static final Logger LOG = Logger.getLogger(SealedParts.class);
    private static final long MOST_BYTES = Runtime.getRuntime().maxMemory() / 12;

    private final Parts parts;
    private final AtomicInteger withoutFilter = new AtomicInteger();
    private volatile Map<Part, IdFilter> filters = Map.of();

    public SealedParts(Parts parts, MeterRegistry meters) {
        this.parts = parts;
        Gauge.builder("logcast.archive.parts.without.filter", withoutFilter, AtomicInteger::get)
                .description(
                        "Ended parts in which every id is looked up, since their filters are not built yet or do not fit into memory")
                .register(meters);
    }

    /** Whether the part may contain the id; always true if it does. */
    public boolean mayContain(Part part, UUID id) {
        var filter = filters.get(part);
        return filter == null || filter.mayContain(id);
    }

    /** Reads the ids of newly sealed parts, the latest first, as far as there is memory for them. */
    @Scheduled(every = "10s", concurrentExecution = ConcurrentExecution.SKIP, skipExecutionIf = NotMigrated.class)
    public void read() {
        try {
            var known = new HashMap<Part, IdFilter>();
            var bytes = 0L;
            for (var sealed : parts.sealed().entrySet()) {
                bytes += IdFilter.bytes(sealed.getValue());
                if (bytes > MOST_BYTES) {
                    break;
                }
                known.put(sealed.getKey(), filter(sealed.getKey(), sealed.getValue()));
            }
            filters = Map.copyOf(known);
            // Minus the last part, which has not ended. A part that was dropped just now may still be a known one.
            withoutFilter.set(Math.max(0, parts.count() - 1 - known.size()));
        } catch (SQLException e) {
            // Until then, ids are looked up in these parts.
            LOG.debugf("The ids of sealed parts are not read yet: %s", e.getMessage());
        }
    }

    private IdFilter filter(Part part, long events) throws SQLException {
        var known = filters.get(part);
        if (known != null) {
            return known;
        }
        var filter = new IdFilter(events);
        parts.readIds(part, filter::add);
        return filter;
    }
}
