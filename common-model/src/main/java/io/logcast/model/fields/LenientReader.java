package io.logcast.model.fields;

import io.logcast.model.event.InvalidLogEventException;
import io.logcast.model.event.LogEvent;
import io.logcast.model.wire.LogEventReader;
import io.logcast.model.wire.LogEventReader.Defaults;
import io.logcast.model.wire.MalformedJsonException;

/**
 * Reads one log event from JSON as loggers and shippers write it. {@link FieldNames} says which of its fields become fields
 * of the event; everything else becomes an attribute, and nothing is lost. A valid event in our own names is read by {@link
 * LogEventReader}.
 */
public final class LenientReader {

    private LenientReader() {}

    /**
     * Reads a part of the bytes, such as one line.
     *
     * @throws InvalidLogEventException naming the field that is larger than an event can hold, or has a NUL character
     * @throws MalformedJsonException if it is not JSON
     */
    public static LogEvent read(byte[] json, int offset, int length, Defaults defaults) {
        var canonical = LogEventReader.readIfCanonical(json, offset, length, defaults);
        return canonical == null ? LooseEvent.read(json, offset, length, defaults, Envelope.NONE) : canonical;
    }

    /** The same, with what a shipper says about the event. */
    public static LogEvent read(byte[] json, int offset, int length, Defaults defaults, Envelope envelope) {
        return LooseEvent.read(json, offset, length, defaults, envelope);
    }

    /**
     * The same for an event that is nothing but text.
     *
     * @throws InvalidLogEventException naming the field that is larger than an event can hold, or has a NUL character
     */
    public static LogEvent read(String message, Defaults defaults, Envelope envelope) {
        return LooseEvent.ofText(message, defaults, envelope);
    }
}
