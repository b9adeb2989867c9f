package io.logcast.logback;

import ch.qos.logback.core.spi.ContextAwareBase;
import io.logcast.client.outbox.OutboxListener;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Reports the state of sending to Logback's status: never as a log event, at most once a minute for each kind of fault,
 * and without the contents of events.
 */
final class Reports extends ContextAwareBase implements OutboxListener {

    private static final long BETWEEN = TimeUnit.MINUTES.toNanos(1);

    private final EventMapping mapping;
    private final Throttle failures = new Throttle();
    private final Throttle refusals = new Throttle();
    private final Throttle spoolFailures = new Throttle();

    Reports(EventMapping mapping) {
        this.mapping = mapping;
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
    public void onRefused(byte[] line, int status, String reason) {
        if (refusals.isDue()) {
            addError("Logcast has refused an event for good: " + status + " " + reason);
        }
    }

    @Override
    public void onFailure(String reason, Duration pause) {
        if (failures.isDue()) {
            addWarn("Events stay in the spool and are sent again in " + pause.toMillis() + " ms: " + reason);
        }
    }

    @Override
    public void onRecovery() {
        addInfo("Events are sent again");
    }

    @Override
    public void onSpoolFailure(String reason) {
        if (spoolFailures.isDue()) {
            addError("The spool cannot be used, so events wait in memory: " + reason);
        }
    }

    @Override
    public void onDamaged(long bytes) {
        addWarn(bytes + " bytes of the spool were not whole, and their events are lost");
    }

    @Override
    public byte[] onDropped(long events) {
        addError(events + " events were dropped, since the queue or the spool was full");
        return mapping.dropped(events);
    }
}
