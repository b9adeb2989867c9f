package io.logcast.consumer.push;

import java.time.Instant;

/** Nothing is pushed until an operator resumes it. */
record Pause(Instant since, Cause cause) {

    /** Who paused it; stored by name. */
    enum Cause {
        OPERATOR("An operator paused it"),
        TARGET("The target answered 410 Gone");

        private final String text;

        Cause(String text) {
            this.text = text;
        }

        /** A cause that only a later release knows counts as an operator's. */
        static Cause of(String name) {
            return TARGET.name().equals(name) ? TARGET : OPERATOR;
        }

        String text() {
            return text;
        }
    }
}
