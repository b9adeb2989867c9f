package io.logcast.consumer.filters;

import io.logcast.model.event.LogEvent;
import java.time.Instant;

/** The time of an event that a filter compares, and that events are ordered and counted by. */
public enum EventTime {
    /** When the producer read the event. */
    OBSERVED {
        @Override
        public Instant of(LogEvent event) {
            return event.observedTimestamp();
        }
    },
    /** The event's own timestamp; for an event without one, the observed timestamp. */
    OWN {
        @Override
        public Instant of(LogEvent event) {
            var own = event.timestamp();
            return own == null ? event.observedTimestamp() : own;
        }
    };

    public abstract Instant of(LogEvent event);
}
