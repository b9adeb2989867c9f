package io.logcast.model.wire;

import io.logcast.model.event.InvalidLogEventException;
import io.logcast.model.event.LogEvent;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;

/**
 * Gathers events of one route in one message, event by event, up to its bounds; or joins finished messages. The first
 * event gives the message its id and timestamp.
 */
public final class LogMessageBuilder {

    private static final int INITIAL_BYTES = 512;

    private final LogEvent first;
    private final Route route;
    private final int maxEvents;
    private final int maxBytes;
    private final Lines lines;

    /**
     * @param first is added however large it is
     * @param route that of the first event, and of all that are added
     * @param maxBytes of the body
     * @throws InvalidLogEventException if the event has more than {@link LogMessage#MAX_EVENT_BYTES}
     */
    public LogMessageBuilder(LogEvent first, Route route, int maxEvents, int maxBytes) {
        this(first, route, maxEvents, maxBytes, LogMessage.MAX_EVENT_BYTES);
    }

    private LogMessageBuilder(LogEvent first, Route route, int maxEvents, int maxBytes, int maxEventBytes) {
        this.first = first;
        this.route = route;
        this.maxEvents = maxEvents;
        this.maxBytes = maxBytes;
        this.lines = new Lines(maxEventBytes);
        lines.append(first);
    }

    /**
     * Of all these events, without bounds.
     *
     * @throws IllegalArgumentException if the list is empty, or the routing keys differ
     */
    static LogMessageBuilder of(List<LogEvent> events, Map<String, Object> routingAttributes) {
        if (events.isEmpty()) {
            throw new IllegalArgumentException("a message needs at least one event");
        }
        var first = events.get(0);
        var route = Route.of(first, routingAttributes);
        var builder = new LogMessageBuilder(first, route, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);
        events.subList(1, events.size()).forEach(builder::add);
        return builder;
    }

    /**
     * Adds the event if it fits.
     *
     * @return whether it was added
     * @throws IllegalArgumentException if the event's routing key is not that of the first one
     * @throws InvalidLogEventException if the event has more than {@link LogMessage#MAX_EVENT_BYTES}
     */
    public boolean add(LogEvent event) {
        // Not by the keys themselves, which would have to be made for each event.
        if (!event.source().equals(route.source()) || !event.severity().range().equals(route.severityRange())) {
            throw new IllegalArgumentException("all events of a message need the same routing key");
        }
        if (lines.events == maxEvents) {
            return false;
        }
        var before = lines.size();
        lines.append(event);
        if (lines.size() <= maxBytes) {
            return true;
        }
        lines.cutLastTo(before);
        return false;
    }

    /** The size of its body. */
    public int bytes() {
        return lines.size();
    }

    /** The message as it is now. */
    public LogMessage build() {
        return new LogMessage(first.id(), first.observedTimestamp(), route, lines.events, lines.toByteArray());
    }

    /**
     * One message with the events of all these messages, in order. It has the id and the timestamp of the first.
     *
     * @throws IllegalArgumentException if there is no message, or their routes differ
     */
    public static LogMessage joined(List<LogMessage> messages) {
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("joining needs at least one message");
        }
        var first = messages.get(0);
        if (messages.size() == 1) {
            return first;
        }
        var events = 0;
        var bytes = 0;
        for (var message : messages) {
            if (!message.route().equals(first.route())) {
                throw new IllegalArgumentException("all events of a message need the same route");
            }
            events += message.events();
            bytes += message.body().length;
        }
        return new LogMessage(
                first.messageId(), first.timestamp(), first.route(), events, joinedBodies(messages, bytes));
    }

    private static byte[] joinedBodies(List<LogMessage> messages, int bytes) {
        var joined = new byte[bytes];
        var end = 0;
        for (var message : messages) {
            var body = message.body();
            System.arraycopy(body, 0, joined, end, body.length);
            end += body.length;
        }
        return joined;
    }

    private static final class Lines extends ByteArrayOutputStream {

        private final int maxEventBytes;
        int events;

        Lines(int maxEventBytes) {
            super(INITIAL_BYTES);
            this.maxEventBytes = maxEventBytes;
        }

        void append(LogEvent event) {
            var before = count;
            LogEventWriter.appendLine(this, event);
            if (count - before - 1 > maxEventBytes) {
                count = before;
                throw tooLarge(event);
            }
            events++;
        }

        /** Names the field that takes most of the space. */
        private InvalidLogEventException tooLarge(LogEvent event) {
            var ofMessage = LogEventWriter.json((Object) event.message()).length;
            return new InvalidLogEventException(
                    ofMessage > maxEventBytes / 2 ? "message" : "attributes",
                    "makes the event larger than %d bytes of JSON, where a control character takes six"
                            .formatted(maxEventBytes));
        }

        void cutLastTo(int size) {
            count = size;
            events--;
        }
    }
}
