package io.logcast.consumer.subscriptions;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.logcast.http.InvalidFieldException;
import io.logcast.model.wire.QueueNames;
import io.logcast.model.wire.Route;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The definition of a subscription.
 *
 * @param name also the name of its queue
 * @param durable whether it is kept until it is deleted, on a quorum queue; a temporary one is deleted when nobody uses
 *     it
 * @param ttlSeconds how long an event waits for its subscriber
 * @param maxMessages the most messages that may wait; if there are more, the oldest are dropped
 * @param maxBytes the most bytes of messages that may wait; if there are more, the oldest are dropped
 * @param expiresSeconds how long a temporary one is kept when nobody uses it; null for a durable one
 * @param ackDeadlineSeconds an event that is not acknowledged for this long goes to another reader
 * @param push where its events are sent; null if its readers come for them
 * @param generation changes each time that the queue is created again; callers do not see it, and subscriptions of
 *     earlier releases have none
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Subscription(
        String name,
        Binding binding,
        boolean durable,
        long ttlSeconds,
        long maxMessages,
        long maxBytes,
        @Nullable Long expiresSeconds,
        int ackDeadlineSeconds,
        @Nullable Push push,
        @Nullable String generation) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,128}");
    private static final long MAX_TTL_SECONDS = Duration.ofDays(30).toSeconds();
    private static final long MAX_BYTES = 1L << 40;
    private static final long MIN_EXPIRES_SECONDS = 10;
    // Well below the broker's own consumer timeout of 30 minutes.
    private static final int MAX_ACK_DEADLINE_SECONDS = 600;
    /**
     * How often a message is delivered at most. The same on every version of RabbitMQ. High, since a missed deadline
     * is not the message's fault.
     */
    public static final int DELIVERY_LIMIT = 1000;

    /** @throws InvalidFieldException naming the first field that breaks its rule */
    public Subscription {
        checkName(name);
        check("ttl_seconds", ttlSeconds, 1, MAX_TTL_SECONDS);
        check("max_messages", maxMessages, 1, Integer.MAX_VALUE);
        check("max_bytes", maxBytes, 1024, MAX_BYTES);
        check("ack_deadline_seconds", ackDeadlineSeconds, 1, MAX_ACK_DEADLINE_SECONDS);
        if (durable && expiresSeconds != null) {
            throw new InvalidFieldException("expires_seconds", "is for temporary subscriptions (durable: false) only");
        }
        if (!durable && push != null) {
            // Nobody uses its queue while it is paused, so it would expire.
            throw new InvalidFieldException("push", "is for durable subscriptions only");
        }
        if (!durable) {
            check(
                    "expires_seconds",
                    Objects.requireNonNullElse(expiresSeconds, 0L),
                    MIN_EXPIRES_SECONDS,
                    MAX_TTL_SECONDS);
        }
    }

    private static void check(String field, long value, long least, long most) {
        if (value < least || value > most) {
            throw new InvalidFieldException(field, "must be " + least + " to " + most);
        }
    }

    /**
     * Checks the limits of a new subscription. Existing ones keep theirs: a setting may have been larger when they were
     * made.
     *
     * @throws InvalidFieldException naming the first field that is above its setting
     */
    void checkMaxima(SubscriptionConfig most) {
        checkMaximum("ttl_seconds", ttlSeconds, most.ttl().toSeconds(), "ttl");
        checkMaximum("max_messages", maxMessages, most.maxMessages(), "max-messages");
        checkMaximum("max_bytes", maxBytes, most.maxSize().asLongValue(), "max-size");
        checkAckDeadline(most);
    }

    /** @throws InvalidFieldException if it is above what the setting allows */
    void checkAckDeadline(SubscriptionConfig most) {
        var longest = most.longestAckDeadline().toSeconds();
        if (ackDeadlineSeconds > longest) {
            throw new InvalidFieldException(
                    "ack_deadline_seconds",
                    "must be at most " + longest + " (half of the setting logcast.subscriptions.hold-time)");
        }
    }

    private static void checkMaximum(String field, long value, long most, String setting) {
        if (value > most) {
            throw new InvalidFieldException(
                    field, "must be at most " + most + " (the setting logcast.subscriptions." + setting + ")");
        }
    }

    private static void checkName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new InvalidFieldException("name", "must have 1 to 128 characters of A-Z a-z 0-9 _ . -");
        }
        if (QueueNames.isInternal(name)) {
            throw new InvalidFieldException("name", "must not begin with logs or amq., which are internal queues");
        }
    }

    Subscription ofGeneration(@Nullable String other) {
        return new Subscription(
                name,
                binding,
                durable,
                ttlSeconds,
                maxMessages,
                maxBytes,
                expiresSeconds,
                ackDeadlineSeconds,
                push,
                other);
    }

    /** The subscription as callers see it. */
    Subscription shown() {
        return ofGeneration(null);
    }

    /** The routing key of events that subscribers gave back; null if it has no generation. */
    public @Nullable String givenBackKey() {
        return generation == null ? null : name + "." + generation;
    }

    /** The queue's arguments. */
    Map<String, Object> queueArguments(String droppedQueue) {
        var arguments = new LinkedHashMap<String, Object>();
        arguments.put("x-queue-type", durable ? "quorum" : "classic");
        if (durable) {
            arguments.put("x-delivery-limit", DELIVERY_LIMIT);
        }
        if (expiresSeconds != null) {
            arguments.put("x-expires", millis(expiresSeconds));
        }
        if (keepsOrder()) {
            arguments.put("x-single-active-consumer", true);
        }
        arguments.put("x-message-ttl", millis(ttlSeconds));
        arguments.put("x-max-length", maxMessages);
        arguments.put("x-max-length-bytes", maxBytes);
        arguments.put("x-overflow", "drop-head");
        // Through the default exchange, to be counted.
        arguments.put("x-dead-letter-exchange", "");
        arguments.put("x-dead-letter-routing-key", droppedQueue);
        return arguments;
    }

    private static long millis(long seconds) {
        return Duration.ofSeconds(seconds).toMillis();
    }

    /** The fields that differ and that the broker cannot change on an existing queue. */
    List<String> differencesOfQueue(Subscription other) {
        var fields = new ArrayList<String>();
        addIfDifferent(fields, "durable", durable, other.durable);
        addIfDifferent(fields, "ttl_seconds", ttlSeconds, other.ttlSeconds);
        addIfDifferent(fields, "max_messages", maxMessages, other.maxMessages);
        addIfDifferent(fields, "max_bytes", maxBytes, other.maxBytes);
        addIfDifferent(fields, "expires_seconds", expiresSeconds, other.expiresSeconds);
        addIfDifferent(fields, "push.ordered", keepsOrder(), other.keepsOrder());
        return fields;
    }

    private static void addIfDifferent(
            List<String> fields, String field, @Nullable Object value, @Nullable Object other) {
        if (!Objects.equals(value, other)) {
            fields.add(field);
        }
    }

    /** Whether one replica at a time pushes it, one message after the other. */
    public boolean keepsOrder() {
        return push != null && push.ordered();
    }

    /**
     * Whether an event of this route may be replayed to it: if its binding matches, or if it has the binding
     * {@code none}.
     */
    public boolean takes(Route route) {
        return binding instanceof Binding.None || binding.matches(route);
    }

    /** How long an event waits for its subscriber. */
    public Duration ttl() {
        return Duration.ofSeconds(ttlSeconds);
    }

    /**
     * How long a replay waits for readers. It gives up before the events in the queue expire, which would make room for
     * more events that nobody reads.
     */
    public Duration patience() {
        return ttl().dividedBy(2);
    }

    /** An event that is not acknowledged for this long goes to another reader. */
    public Duration ackDeadline() {
        return Duration.ofSeconds(ackDeadlineSeconds);
    }
}
