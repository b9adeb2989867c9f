package io.logcast.consumer.subscriptions;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.logcast.http.InvalidFieldException;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.UUID;
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
        @Nullable Push push) {

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
}
