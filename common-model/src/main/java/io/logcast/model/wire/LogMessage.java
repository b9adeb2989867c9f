package io.logcast.model.wire;

import io.logcast.model.event.InvalidLogEventException;
import io.logcast.model.event.LogEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One AMQP message: one or more events with one routing key and one set of routing attributes. Holds the events as JSON lines,
 * as they are sent.
 */
public final class LogMessage {

    /** The AMQP {@code type}, which distinguishes our messages from those of others. */
    public static final String TYPE = "logcast.v1";

    private static final String TYPES = "logcast.";

    /** The AMQP {@code content-type}: JSON lines. */
    public static final String CONTENT_TYPE = "application/x-ndjson";

    /** The AMQP {@code app-id}. */
    public static final String APP_ID = "logcast";

    /** Header: the severity's range, the last word of the routing key. */
    public static final String SEVERITY_HEADER = "severity";

    /** Header: the source, the routing key without its last word. */
    public static final String SOURCE_HEADER = "source";

    /** Header: how many events the body has. */
    public static final String EVENTS_HEADER = "events";

    /**
     * The most bytes of JSON that an event may have when it is sent; a control character takes six. Events of earlier
     * releases, and events made of foreign messages, may be larger.
     */
    public static final int MAX_EVENT_BYTES = 256 * 1024;

    /** The most events of a message, unless the producer is set to something else. */
    public static final int USUAL_EVENTS = 500;

    /**
     * The most bytes of a message of several events, unless the producer is set to something else: what fits into one
     * frame of RabbitMQ's 128 KiB.
     */
    public static final int USUAL_BYTES = 131_064;

    private final UUID messageId;
    private final Instant timestamp;
    private final Route route;
    private final int events;
    private final byte[] body;

    LogMessage(UUID messageId, Instant timestamp, Route route, int events, byte[] body) {
        this.messageId = messageId;
        this.timestamp = timestamp;
        this.route = route;
        this.events = events;
        this.body = body;
    }

    private LogMessage(LogMessage other) {
        this(other.messageId, other.timestamp, other.route, other.events, other.body);
    }

    /**
     * A message of these events, in order.
     *
     * @param routingAttributes what the headers exchange routes by, the same for all events
     * @throws IllegalArgumentException if the list is empty, or the routing keys differ
     */
    public LogMessage(List<LogEvent> events, Map<String, Object> routingAttributes) {
        this(LogMessageBuilder.of(events, routingAttributes).build());
    }

    /**
     * A message of one event.
     *
     * @throws InvalidLogEventException if the event has more than {@link #MAX_EVENT_BYTES}
     */
    public static LogMessage of(LogEvent event, RoutingAttributes routingAttributes) {
        var route = Route.of(event, routingAttributes.of(event));
        return new LogMessageBuilder(event, route, 1, MAX_EVENT_BYTES).build();
    }

    /** The route of all its events. */
    public Route route() {
        return route;
    }

    /** The routing key of all its events. */
    public String routingKey() {
        return route.key();
    }

    /** The AMQP {@code message-id}: the first event's id. */
    public UUID messageId() {
        return messageId;
    }

    /** The AMQP {@code timestamp}: when the producer saw the first event. */
    public Instant timestamp() {
        return timestamp;
    }

    /** How many events it has. */
    public int events() {
        return events;
    }

    /** The AMQP headers. */
    public Map<String, Object> headers() {
        var headers = new LinkedHashMap<>(route.attributes());
        headers.put(SEVERITY_HEADER, route.severityRange());
        headers.put(SOURCE_HEADER, route.source());
        headers.put(EVENTS_HEADER, events);
        return headers;
    }

    /** The AMQP body; not a copy. */
    public byte[] body() {
        return body;
    }

    /** Whether this AMQP {@code type} is one of ours that only a later release knows. */
    public static boolean isOfLaterRelease(@Nullable String type) {
        return type != null && type.startsWith(TYPES) && !type.equals(TYPE);
    }

    /**
     * The events of a body.
     *
     * @param events the events that could be read, in order
     * @param unreadable the other lines, in order
     */
    public record Content(List<LogEvent> events, List<UnreadableLine> unreadable) {

        /**
         * The line number of the event with that index. The line as it was sent may have fields that only a later release
         * knows.
         */
        public int lineNumber(int index) {
            var number = index + 1;
            for (var line : unreadable) {
                if (line.number() <= number) {
                    number++;
                }
            }
            return number;
        }
    }

    /**
     * A line that is not an event.
     *
     * @param number counted from 1
     */
    public record UnreadableLine(int number, String reason) {}

    /** Reads the body of a message of our type. A broken line does not affect the others. */
    public static Content read(byte[] body) {
        var events = new ArrayList<LogEvent>(1);
        var unreadable = new ArrayList<UnreadableLine>(0);
        var number = 0;
        // At least once: an empty body is one line that is not an event.
        for (int start = 0, end; start < body.length || number == 0; start = end + 1) {
            end = JsonLines.end(body, start);
            number++;
            try {
                events.add(LogEventReader.readComplete(body, start, end - start));
            } catch (InvalidLogEventException | MalformedJsonException e) {
                unreadable.add(new UnreadableLine(number, String.valueOf(e.getMessage())));
            }
        }
        return new Content(Collections.unmodifiableList(events), Collections.unmodifiableList(unreadable));
    }

    /** The bytes of a line of a message's body, counted from 1; empty if the body has fewer lines. */
    public static byte[] line(byte[] body, int number) {
        var start = 0;
        for (int before = 1; before < number && start < body.length; before++) {
            start = JsonLines.end(body, start) + 1;
        }
        return start < body.length ? Arrays.copyOfRange(body, start, JsonLines.end(body, start)) : new byte[0];
    }

    @Override
    public String toString() {
        // Payloads do not belong in logs.
        return "LogMessage[%s, %d events, %s]".formatted(messageId, events, routingKey());
    }
}
