package io.logcast.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import io.logcast.client.appender.EventMapping;
import io.logcast.client.json.EventLine;
import java.time.Instant;
import org.slf4j.Marker;

/** Turns an event of Logback into a line of JSON. */
final class LogbackEvents {

    private LogbackEvents() {}

    static EventLine line(EventMapping mapping, ILoggingEvent event) {
        var line = mapping.begin(
                time(event),
                event.getLevel().toString(),
                String.valueOf(event.getFormattedMessage()),
                event.getLoggerName(),
                event.getThreadName());
        addMarkers(line, event);
        addKeyValues(line, event);
        event.getMDCPropertyMap().forEach((name, value) -> EventMapping.addContext(line, name, value));
        addException(line, event);
        return line;
    }

    /** Events that Logback did not create itself may have only milliseconds. */
    private static Instant time(ILoggingEvent event) {
        var instant = event.getInstant();
        return instant == null ? Instant.ofEpochMilli(event.getTimeStamp()) : instant;
    }

    private static void addMarkers(EventLine line, ILoggingEvent event) {
        var markers = event.getMarkerList();
        if (markers != null) {
            EventMapping.addMarkers(line, markers.stream().map(Marker::getName).toList());
        }
    }

    private static void addKeyValues(EventLine line, ILoggingEvent event) {
        var pairs = event.getKeyValuePairs();
        if (pairs != null) {
            pairs.forEach(pair -> line.attribute(String.valueOf(pair.key), pair.value));
        }
    }

    private static void addException(EventLine line, ILoggingEvent event) {
        var thrown = event.getThrowableProxy();
        if (thrown != null) {
            EventMapping.addException(
                    line, thrown.getClassName(), thrown.getMessage(), ThrowableProxyUtil.asString(thrown));
        }
    }
}
