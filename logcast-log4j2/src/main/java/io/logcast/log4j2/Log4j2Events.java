package io.logcast.log4j2;

import io.logcast.client.appender.EventMapping;
import io.logcast.client.json.EventLine;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.message.MapMessage;
import org.apache.logging.log4j.spi.StandardLevel;
import org.jspecify.annotations.Nullable;

/** Turns an event of Log4j2 into a line of JSON. */
final class Log4j2Events {

    private Log4j2Events() {}

    static EventLine line(EventMapping mapping, LogEvent event) {
        var line = mapping.begin(
                time(event),
                severity(event.getLevel()),
                String.valueOf(event.getMessage().getFormattedMessage()),
                event.getLoggerName(),
                event.getThreadName());
        addOwnLevel(line, event.getLevel());
        addMarkers(line, event.getMarker());
        if (event.getMessage() instanceof MapMessage<?, ?> map) {
            map.getData().forEach(line::attribute);
        }
        event.getContextData().forEach((name, value) -> EventMapping.addContext(line, name, value));
        addStack(line, event);
        addException(line, event.getThrown());
        return line;
    }

    private static Instant time(LogEvent event) {
        var instant = event.getInstant();
        return Instant.ofEpochSecond(instant.getEpochSecond(), instant.getNanoOfSecond());
    }

    /** OFF and ALL are levels of events too. */
    private static String severity(Level level) {
        var standard = level.getStandardLevel();
        return switch (standard) {
            case OFF -> StandardLevel.FATAL.name();
            case ALL -> StandardLevel.TRACE.name();
            default -> standard.name();
        };
    }

    /** A level that the application has defined counts as the standard one that is next above it in severity. */
    private static void addOwnLevel(EventLine line, Level level) {
        if (!level.name().equals(severity(level))) {
            line.attribute("severity_text", level.name());
        }
    }

    private static void addMarkers(EventLine line, @Nullable Marker marker) {
        if (marker != null) {
            var names = new LinkedHashSet<String>();
            addNames(names, marker);
            EventMapping.addMarkers(line, names);
        }
    }

    private static void addNames(Set<String> names, Marker marker) {
        var parents = marker.getParents();
        if (names.add(marker.getName()) && parents != null) {
            for (var parent : parents) {
                addNames(names, parent);
            }
        }
    }

    private static void addStack(EventLine line, LogEvent event) {
        var stack = event.getContextStack();
        if (stack != null && !stack.isEmpty()) {
            line.attribute("ndc", String.join(" ", stack.asList()));
        }
    }

    private static void addException(EventLine line, @Nullable Throwable thrown) {
        if (thrown != null) {
            var trace = new StringWriter();
            thrown.printStackTrace(new PrintWriter(trace));
            EventMapping.addException(line, thrown.getClass().getName(), thrown.getMessage(), trace.toString());
        }
    }
}
