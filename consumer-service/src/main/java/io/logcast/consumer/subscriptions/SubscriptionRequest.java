package io.logcast.consumer.subscriptions;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a client says of a subscription; what it leaves out is as configured. */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
record SubscriptionRequest(
        @Nullable Binding binding,
        @Nullable Boolean durable,
        @Nullable Long ttlSeconds,
        @Nullable Long maxMessages,
        @Nullable Long maxBytes,
        @Nullable Long expiresSeconds,
        @Nullable Integer ackDeadlineSeconds) {

    /**
     * A subscription of a new generation.
     *
     * @throws InvalidFieldException naming the first field that breaks its rule
     */
    Subscription named(String name, SubscriptionConfig defaults) {
        checkMaximum("ttl_seconds", ttlSeconds, defaults.ttl().toSeconds(), "ttl");
        checkMaximum("max_messages", maxMessages, defaults.maxMessages(), "max-messages");
        checkMaximum("max_bytes", maxBytes, defaults.maxSize().asLongValue(), "max-size");
        var isDurable = durable == null || durable;
        var longestDeadline = defaults.holdTime().toSeconds() / 2;
        if (ackDeadlineSeconds != null && ackDeadlineSeconds > longestDeadline) {
            throw new InvalidFieldException(
                    "ack_deadline_seconds",
                    "must be at most " + longestDeadline + " (half of the setting logcast.subscriptions.hold-time)");
        }
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
                UUID.randomUUID().toString());
    }

    private static void checkMaximum(String field, @Nullable Long value, long most, String setting) {
        if (value != null && value > most) {
            throw new InvalidFieldException(
                    field, "must be at most " + most + " (the setting logcast.subscriptions." + setting + ")");
        }
    }
}
