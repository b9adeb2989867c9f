package io.logcast.consumer.subscriptions;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.logcast.consumer.filters.Times;
import io.logcast.http.InvalidFieldException;
import io.logcast.http.parameters.InvalidParameterException;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A client's definition of a subscription; the settings apply to what it leaves out. */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
record SubscriptionRequest(
        @Nullable Binding binding,
        @Nullable Boolean durable,
        @Nullable Long ttlSeconds,
        @Nullable Long maxMessages,
        @Nullable Long maxBytes,
        @Nullable Long expiresSeconds,
        @Nullable Integer ackDeadlineSeconds,
        @Nullable Push push,

        @Schema(
                description =
                        "A new subscription also gets the archived events that were observed from then on:"
                                + " RFC 3339, or a time before now such as -1h; no effect on an existing one. Needs the role operator")
        @Nullable
        String from) {

    /**
     * A subscription of a new generation.
     *
     * @throws InvalidFieldException naming the first field that breaks its rule
     */
    Subscription named(String name, SubscriptionConfig defaults) {
        var isDurable = durable == null || durable;
        var expires = isDurable || expiresSeconds != null
                ? expiresSeconds
                : Long.valueOf(defaults.expires().toSeconds());
        return new Subscription(
                name,
                binding == null ? new Binding.All() : binding,
                isDurable,
                ttlSeconds == null ? defaults.ttl().toSeconds() : ttlSeconds,
                maxMessages == null ? defaults.maxMessages() : maxMessages,
                maxBytes == null ? defaults.maxSize().asLongValue() : maxBytes,
                expires,
                ackDeadlineSeconds == null
                        ? Math.toIntExact(defaults.ackDeadline().toSeconds())
                        : ackDeadlineSeconds,
                push,
                UUID.randomUUID().toString());
    }

    /**
     * The time since when archived events are wanted too, by their observed timestamps; null if none are.
     *
     * @throws InvalidFieldException if it is not a time, or nothing selects the events
     */
    @Nullable
    Instant from(Instant now) {
        if (from != null && binding instanceof Binding.None) {
            throw new InvalidFieldException(
                    "from",
                    "needs a binding that selects events; for a subscription without one, call replay with a filter");
        }
        try {
            return from == null ? null : Times.instant("from", from, now);
        } catch (InvalidParameterException e) {
            throw new InvalidFieldException("from", e.reason());
        }
    }
}
