package io.logcast.consumer.stream;

import io.logcast.consumer.archive.table.ArrivalConfig;
import io.logcast.consumer.archive.table.Arrivals;
import io.logcast.consumer.archive.table.Horizon;
import io.logcast.consumer.archive.table.LogEventTable;
import io.logcast.consumer.filters.LogFilter;
import io.logcast.consumer.livetail.LiveTail;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Streams that catch up with the archive, one step each at a time, on a few threads. */
@ApplicationScoped
class Resumptions {

    private static final Logger LOG = Logger.getLogger(Resumptions.class);
    // They wait for the database; the search has more connections than this.
    private static final int THREADS = 4;

    final LogEventTable events;
    final Arrivals arrivals;
    final Horizon horizon;
    final LiveTail liveTail;
    final Duration overlap;
    final Duration archiveWait;

    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(THREADS);

    Resumptions(
            LogEventTable events,
            Arrivals arrivals,
            Horizon horizon,
            LiveTail liveTail,
            ArrivalConfig arrival,
            StreamConfig config) {
        this.events = events;
        this.arrivals = arrivals;
        this.horizon = horizon;
        this.liveTail = liveTail;
        this.overlap = arrival.overlap();
        this.archiveWait = config.archiveWait();
    }

    /** Sends what came after the event with this id; then the stream goes live. */
    void start(EventStream stream, LogFilter filter, UUID last) {
        stream.announce("replay", "{\"after\":\"" + last + "\"}");
        later(new Resumption(this, stream, filter, last), 0);
    }

    void later(Runnable task, long pauseMillis) {
        try {
            var unused = threads.schedule(task, pauseMillis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debugf("A stream is not resumed, since the service stops: %s", e.getMessage());
        }
    }

    void stop(@Observes ShutdownEvent stopping) {
        threads.shutdownNow();
    }
}
