package io.logcast.model.wire;

import io.logcast.model.event.InvalidLogEventException;
import io.logcast.model.event.LogEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * One AMQP message: one or more events of one routing key and one set of routing attributes.
 *
 * @param events in order, at least one
 * @param routingAttributes what the headers exchange routes by, the same for all events
 */
public record LogMessage(List<LogEvent> events, Map<String, Object> routingAttributes) {

    /** The AMQP {@code type} that tells our messages from those of others. */
    public static final String TYPE = "logcast.v1";

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

    /** @throws IllegalArgumentException if there is no event, or their routing keys differ */
    public LogMessage {
        events = List.copyOf(events);
        routingAttributes = Map.copyOf(routingAttributes);
        if (events.isEmpty()) {
            throw new IllegalArgumentException("a message has at least one event");
        }
        var first = events.get(0);
        for (var event : events) {
            if (!isRoutedAlike(event, first)) {
                throw new IllegalArgumentException("the events of a message have one routing key");
            }
        }
    }

    private static boolean isRoutedAlike(LogEvent one, LogEvent other) {
        // Without the keys themselves, which would be made for each event.
        return one.source().equals(other.source())
                && one.severity().range().equals(other.severity().range());
    }

    /** A message of one event. */
    public static LogMessage of(LogEvent event, RoutingAttributes routingAttributes) {
        return new LogMessage(List.of(event), routingAttributes.of(event));
    }

    /** The routing key of all its events. */
    public String routingKey() {
        return events.get(0).routingKey();
    }

    /** The AMQP {@code message-id}: the first event's id. */
    public UUID messageId() {
        return events.get(0).id();
    }

    /** The AMQP headers. */
    public Map<String, Object> headers() {
        var headers = new LinkedHashMap<>(routingAttributes);
        headers.put(SEVERITY_HEADER, events.get(0).severity().range());
        headers.put(SOURCE_HEADER, events.get(0).source());
        headers.put(EVENTS_HEADER, events.size());
        return headers;
    }

    /** The AMQP body. */
    public byte[] body() {
        return LogEventWriter.jsonLines(events);
    }

    /**
     * The events of a body.
     *
     * @param events those that could be read, in order
     * @param unreadable the other lines
     */
    public record Content(List<LogEvent> events, List<UnreadableLine> unreadable) {}

    /**
     * A line that is no event.
     *
     * @param number counted from 1
     */
    public record UnreadableLine(int number, String reason) {}

    /** Reads the body of a message of our type; a broken line costs that line alone. */
    public static Content read(byte[] body) {
        var events = new ArrayList<LogEvent>(1);
        var unreadable = new ArrayList<UnreadableLine>(0);
        var number = 0;
        // At least once: an empty body is one line that is no event.
        for (int start = 0, end; start < body.length || number == 0; start = end + 1) {
            end = lineEnd(body, start);
            number++;
            try {
                events.add(LogEventReader.readComplete(body, start, end - start));
            } catch (InvalidLogEventException | MalformedJsonException e) {
                unreadable.add(new UnreadableLine(number, String.valueOf(e.getMessage())));
            }
        }
        return new Content(Collections.unmodifiableList(events), Collections.unmodifiableList(unreadable));
    }

    private static int lineEnd(byte[] body, int start) {
        var end = start;
        while (end < body.length && body[end] != '\n') {
            end++;
        }
        return end;
    }

    @Override
    public String toString() {
        // A payload has no place in a log.
        return "LogMessage[%s, %d events, %s]".formatted(messageId(), events.size(), routingKey());
    }
}
