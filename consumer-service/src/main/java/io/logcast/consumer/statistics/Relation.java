package io.logcast.consumer.statistics;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** How a count relates to the number of matching events. */
@RegisterForReflection
enum Relation {
    /** The count is the exact number. */
    @JsonProperty("exact")
    EXACT,
    /** There are this many or more: the time was up before all were counted. */
    @JsonProperty("at_least")
    AT_LEAST;

    static Relation of(boolean isExact) {
        return isExact ? EXACT : AT_LEAST;
    }
}
