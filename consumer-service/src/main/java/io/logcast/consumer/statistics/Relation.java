package io.logcast.consumer.statistics;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** What a count says of the events that match. */
@RegisterForReflection
enum Relation {
    /** There are just so many. */
    @JsonProperty("exact")
    EXACT,
    /** There are so many or more: the time was over before all were counted. */
    @JsonProperty("at_least")
    AT_LEAST;

    static Relation of(boolean isExact) {
        return isExact ? EXACT : AT_LEAST;
    }
}
