package io.logcast.producer.logs;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import com.fasterxml.uuid.impl.NameBasedGenerator;
import io.logcast.model.event.InvalidLogEventException;
import io.logcast.model.wire.LogEventReader;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the producer fills in: UUIDv7 (RFC 9562) or the id that follows from the Idempotency-Key, and the time. */
@Singleton
final class EventDefaults {

    static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    private static final int MAX_KEY_LENGTH = 255;

    private final Clock clock;
    private final NoArgGenerator newIds = Generators.timeBasedEpochRandomGenerator();
    private final NameBasedGenerator idsOfKeys = Generators.nameBasedGenerator(NameBasedGenerator.NAMESPACE_URL);

    EventDefaults(Clock clock) {
        this.clock = clock;
    }

    /** @throws InvalidLogEventException if the key is empty or too long */
    LogEventReader.Defaults forKey(@Nullable String idempotencyKey) {
        if (idempotencyKey != null && (idempotencyKey.isBlank() || idempotencyKey.length() > MAX_KEY_LENGTH)) {
            throw new InvalidLogEventException(IDEMPOTENCY_KEY, "must have 1 to " + MAX_KEY_LENGTH + " characters");
        }
        return new LogEventReader.Defaults() {
            @Override
            public UUID id() {
                return idempotencyKey == null ? newIds.generate() : idOf(idempotencyKey);
            }

            @Override
            public Instant observedTimestamp() {
                return clock.instant();
            }
        };
    }

    private UUID idOf(String key) {
        return isUuid(key) ? UUID.fromString(key) : idsOfKeys.generate("logcast:idempotency-key:" + key);
    }

    private static boolean isUuid(String key) {
        try {
            // UUID.fromString alone would take "1-1-1-1-1" and "01-1-1-1-1" for one and the same.
            return UUID.fromString(key).toString().equalsIgnoreCase(key);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
