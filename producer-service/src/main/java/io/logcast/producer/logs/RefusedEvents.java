package io.logcast.producer.logs;

import io.logcast.model.event.InvalidLogEventException;
import io.logcast.model.wire.MalformedJsonException;
import io.logcast.producer.requests.ClientGoneException;
import io.logcast.producer.requests.Failures;
import io.logcast.producer.requests.RefusedException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Counts refused events by format and reason, and logs one of the reasons now and then. Neither contains anything that
 * a client sent, not even the name of an unknown field.
 */
@Singleton
public final class RefusedEvents {

    private static final Logger LOG = Logger.getLogger(RefusedEvents.class);
    private static final long LOG_INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final Set<String> OUR_FIELDS = Set.of(
            "id", "timestamp", "severity", "source", "message", "attributes", "trace_id", "span_id", "Idempotency-Key");

    private final Map<EventFormat, Map<Reason, Counter>> counters = new EnumMap<>(EventFormat.class);
    private final AtomicLong sinceLogged = new AtomicLong();
    private final AtomicLong nextLog = new AtomicLong(System.nanoTime());

    RefusedEvents(MeterRegistry meters) {
        for (var format : EventFormat.values()) {
            var ofFormat = new EnumMap<Reason, Counter>(Reason.class);
            for (var reason : Reason.values()) {
                ofFormat.put(
                        reason,
                        Counter.builder("logcast.events.refused")
                                .description("Events that were refused; a request that was not read counts as one")
                                .tag("format", format.label())
                                .tag("reason", reason.label())
                                .register(meters));
            }
            counters.put(format, ofFormat);
        }
    }

    /** Why an event is refused: by the status that a request of this event alone would get. */
    private enum Reason {
        MALFORMED(400),
        FORBIDDEN(403),
        NO_SUCH_QUEUE(404),
        TIMEOUT(408),
        TOO_LARGE(413),
        UNSUPPORTED(415),
        INVALID(422),
        TOO_MANY(429),
        NOT_STORED(503),
        /** Any other reason. */
        FAILED(500);

        private final int status;

        Reason(int status) {
            this.status = status;
        }

        static Reason of(int status) {
            for (var reason : values()) {
                if (reason.status == status) {
                    return reason;
                }
            }
            return FAILED;
        }

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Counts a request that was refused as a whole, or whose single event was. Skips a request whose events were
     * counted one by one, and one whose client has gone.
     *
     * @param failure null if it was not refused
     */
    public void request(EventFormat format, @Nullable Throwable failure) {
        if (failure == null) {
            return;
        }
        var cause = Failures.causeOf(failure);
        if (cause instanceof InvalidLogEventException invalid) {
            event(format, Reason.INVALID.status, invalid.field());
        } else if (cause instanceof MalformedJsonException) {
            event(format, Reason.MALFORMED.status, null);
        } else if (!(cause instanceof BatchRefusedException || cause instanceof ClientGoneException)) {
            event(format, cause instanceof RefusedException refused ? refused.status() : Reason.FAILED.status, null);
        }
    }

    /** @param field the field that breaks its rule, if a field does */
    void event(EventFormat format, int status, @Nullable String field) {
        var reason = Reason.of(status);
        var counter = counters.getOrDefault(format, Map.of()).get(reason);
        if (counter != null) {
            counter.increment();
        }
        logSometimes(format, reason, field);
    }

    private void logSometimes(EventFormat format, Reason reason, @Nullable String field) {
        sinceLogged.incrementAndGet();
        var now = System.nanoTime();
        var next = nextLog.get();
        if (now - next >= 0 && nextLog.compareAndSet(next, now + LOG_INTERVAL_NANOS)) {
            LOG.warnf(
                    "Refused %d events since this was last logged. The latest: format %s, reason %s, field %s",
                    sinceLogged.getAndSet(0), format.label(), reason.label(), ours(field));
        }
    }

    private static String ours(@Nullable String field) {
        if (field == null) {
            return "none";
        }
        var first = field.split("\\.", 2)[0];
        return OUR_FIELDS.contains(first) ? first : "one of the client's";
    }
}
