package io.logcast.producer.logs;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.logcast.model.event.InvalidLogEventException;
import io.logcast.model.wire.Ids;
import io.logcast.model.wire.LogEventReader;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the producer fills in: UUIDv7 (RFC 9562) or the id that follows from the Idempotency-Key, and the time. */
@Singleton
public final class EventDefaults {

    static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    private static final String NAMES = "logcast:idempotency-key:";
    private static final int MAX_KEY_LENGTH = 255;

    private final Clock clock;
    // Ascending within a millisecond too, so that the lines of a request stay in order.
    private final NoArgGenerator newIds = Generators.timeBasedEpochGenerator();

    EventDefaults(Clock clock) {
        this.clock = clock;
    }

    /** An id of its own for each event. */
    public LogEventReader.Defaults fresh() {
        return with(newIds::generate);
    }

    /**
     * For the one event of a request: the key's id.
     *
     * @throws InvalidLogEventException if the key is empty or too long
     */
    LogEventReader.Defaults forKey(@Nullable String idempotencyKey) {
        check(idempotencyKey);
        return idempotencyKey == null ? fresh() : with(() -> idOf(idempotencyKey));
    }

    /** For one of many lines of a request: an id of the key and the line's number, so that the same body has the same ids. */
    LogEventReader.Defaults forLine(@Nullable String idempotencyKey, long line) {
        return idempotencyKey == null ? fresh() : with(() -> Ids.named(NAMES + line + ":" + idempotencyKey));
    }

    /** @throws InvalidLogEventException if the key is empty or too long */
    static void check(@Nullable String idempotencyKey) {
        if (idempotencyKey != null && (idempotencyKey.isBlank() || idempotencyKey.length() > MAX_KEY_LENGTH)) {
            throw new InvalidLogEventException(IDEMPOTENCY_KEY, "must have 1 to " + MAX_KEY_LENGTH + " characters");
        }
    }

    private LogEventReader.Defaults with(Supplier<UUID> id) {
        return new LogEventReader.Defaults() {
            @Override
            public UUID id() {
                return id.get();
            }

            @Override
            public Instant observedTimestamp() {
                return clock.instant();
            }
        };
    }

    private static UUID idOf(String key) {
        try {
            return Ids.parse(key);
        } catch (IllegalArgumentException e) {
            return Ids.named(NAMES + key);
        }
    }
}
