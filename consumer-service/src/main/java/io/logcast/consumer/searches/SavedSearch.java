package io.logcast.consumer.searches;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Map;

/**
 * A search under a name.
 *
 * @param parameters as a search has them, such as {@code q} and {@code from}
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
record SavedSearch(String name, Map<String, String> parameters, Instant savedAt) {}
