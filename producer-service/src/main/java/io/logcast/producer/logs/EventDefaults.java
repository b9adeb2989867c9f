package io.logcast.producer.logs;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.logcast.model.event.InvalidLogEventException;
import io.logcast.model.wire.Fallbacks;
import io.logcast.model.wire.Ids;
import io.logcast.model.wire.LogEventReader;
import io.logcast.security.Callers;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Fills in missing ids and times: a UUIDv7 (RFC 9562), or an id derived from the Idempotency-Key. */
@Singleton
public final class EventDefaults {

    static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    private static final String NAMES = "logcast:idempotency-key:";
    private static final int ONLY_LINE = 0;
    private static final int MAX_KEY_LENGTH = 255;

    private final Clock clock;
    // Ascending within a millisecond too, so that the lines of a request stay in order.
    private final NoArgGenerator newIds = Generators.timeBasedEpochGenerator();

    EventDefaults(Clock clock) {
        this.clock = clock;
    }

    /** An id of its own for each event. */
    public LogEventReader.Defaults fresh(Fallbacks fallbacks) {
        return with(fallbacks, source -> newIds.generate());
    }

    /** For a request's single event: the key's id. */
    LogEventReader.Defaults forKey(@Nullable Key key, Fallbacks fallbacks) {
        return key == null ? fresh(fallbacks) : with(fallbacks, source -> idOf(key, source));
    }

    /** For one of many lines: an id from the key and the line's number, so that the same body has the same ids. */
    LogEventReader.Defaults forLine(@Nullable Key key, long line, Fallbacks fallbacks) {
        return key == null ? fresh(fallbacks) : with(fallbacks, source -> named(key, source, line));
    }

    /**
     * An Idempotency-Key.
     *
     * @param caller the owner's name with its kind; null without authentication: then each source has keys of its own
     */
    record Key(@Nullable String caller, String text) {}

    /**
     * The key of a request, if it has one.
     *
     * @throws InvalidLogEventException if it is empty or too long
     */
    static @Nullable Key key(@Nullable String text, RoutingContext request) {
        if (text == null) {
            return null;
        }
        if (text.isBlank() || text.length() > MAX_KEY_LENGTH) {
            throw new InvalidLogEventException(IDEMPOTENCY_KEY, "must have 1 to " + MAX_KEY_LENGTH + " characters");
        }
        return new Key(Callers.scopeOf(request), text);
    }

    private LogEventReader.Defaults with(Fallbacks fallbacks, Function<String, UUID> idOfSource) {
        return new LogEventReader.Defaults() {
            @Override
            public UUID id(String source) {
                return idOfSource.apply(source);
            }

            @Override
            public Instant observedTimestamp() {
                return clock.instant();
            }

            @Override
            public Fallbacks fallbacks() {
                return fallbacks;
            }
        };
    }

    private static UUID idOf(Key key, String source) {
        try {
            return Ids.parse(key.text);
        } catch (IllegalArgumentException e) {
            return named(key, source, ONLY_LINE);
        }
    }

    /** Different keys never have the same name, whatever they contain: the owner's length says where it ends. */
    private static UUID named(Key key, String source, long line) {
        var owner = key.caller == null ? "source " + source : key.caller;
        return Ids.named(NAMES + owner.length() + ":" + owner + ":" + line + ":" + key.text);
    }
}
