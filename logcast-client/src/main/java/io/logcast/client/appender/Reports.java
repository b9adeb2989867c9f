package io.logcast.client.appender;

import io.logcast.client.outbox.OutboxListener;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Reports the state of sending to the status of the logging library: never as a log event, at most once a minute for each
 * kind of fault, and without the contents of events.
 */
final class Reports implements OutboxListener {

    private static final long BETWEEN = TimeUnit.MINUTES.toNanos(1);

    private volatile EventMapping mapping;
    private volatile AppenderStatus status;
    private final Throttle failures = new Throttle();
    private final Throttle refusals = new Throttle();
    private final Throttle spoolFailures = new Throttle();

    Reports(EventMapping mapping, AppenderStatus status) {
        this.mapping = mapping;
        this.status = status;
    }

    /** Sends later reports to this status. */
    void to(EventMapping newMapping, AppenderStatus newStatus) {
        mapping = newMapping;
        status = newStatus;
    }

    /** Each is used by one thread. */
    private static final class Throttle {

        private long last = System.nanoTime() - BETWEEN;

        boolean isDue() {
            var now = System.nanoTime();
            if (now - last < BETWEEN) {
                return false;
            }
            last = now;
            return true;
        }
    }

    @Override
    public void onRefused(byte[] line, int httpStatus, String reason) {
        if (refusals.isDue()) {
            status.error("Logcast has refused an event for good: " + httpStatus + " " + reason, null);
        }
    }

    @Override
    public void onFailure(String reason, Duration pause) {
        if (failures.isDue()) {
            status.warn("Events stay in the spool and are sent again in " + pause.toMillis() + " ms: " + reason);
        }
    }

    @Override
    public void onRecovery() {
        status.info("Events are sent again");
    }

    @Override
    public void onSpoolFailure(String reason) {
        if (spoolFailures.isDue()) {
            status.error("The spool cannot be used, so events wait in memory: " + reason, null);
        }
    }

    @Override
    public void onDamaged(long bytes) {
        status.warn(bytes + " bytes of the spool were damaged, and their events are lost");
    }

    @Override
    public byte[] onDropped(long events) {
        status.error(dropped(events), null);
        return mapping.dropped(events);
    }

    static String dropped(long events) {
        return events + " events were dropped, since the queue or the spool was full";
    }
}
