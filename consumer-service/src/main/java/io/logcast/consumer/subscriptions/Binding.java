package io.logcast.consumer.subscriptions;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.logcast.http.InvalidFieldException;
import io.logcast.model.event.Severity;
import io.logcast.model.wire.Route;
import io.logcast.model.wire.RoutingAttributes;
import io.logcast.rabbitmq.queues.QueueBinding;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which events a subscription's queue gets; the broker itself decides. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Binding.All.class, name = "all"),
    @JsonSubTypes.Type(value = Binding.Severities.class, name = "severities"),
    @JsonSubTypes.Type(value = Binding.Patterns.class, name = "patterns"),
    @JsonSubTypes.Type(value = AttributeBinding.class, name = "attributes"),
    @JsonSubTypes.Type(value = Binding.None.class, name = "none")
})
sealed interface Binding permits Binding.All, Binding.None, Binding.Severities, Binding.Patterns, AttributeBinding {

    /** Every event. */
    record All() implements Binding {
        @Override
        public Set<QueueBinding> queueBindings(Exchanges exchanges) {
            return Set.of(new QueueBinding(exchanges.all(), "", Map.of()));
        }

        @Override
        public boolean matches(Route route) {
            return true;
        }
    }

    /** No broadcast events: only those that are sent to the queue itself. */
    record None() implements Binding {
        @Override
        public Set<QueueBinding> queueBindings(Exchanges exchanges) {
            return Set.of();
        }

        @Override
        public boolean matches(Route route) {
            return false;
        }
    }

    /**
     * The events with these severities.
     *
     * @param severities of {@code TRACE DEBUG INFO WARN ERROR FATAL}; {@code ERROR} stands for ERROR2 to ERROR4 too
     */
    record Severities(List<String> severities) implements Binding {

        private static final List<String> RANGES = Arrays.stream(Severity.values())
                .map(Severity::rangeStart)
                .distinct()
                .map(Enum::name)
                .toList();

        public Severities {
            checkCount("binding.severities", severities);
            severities = severities.stream()
                    .map(name -> name.toUpperCase(Locale.ROOT))
                    .distinct()
                    .toList();
            if (!RANGES.containsAll(severities)) {
                throw new InvalidFieldException(
                        "binding.severities", "must each be one of " + String.join(" ", RANGES));
            }
        }

        @Override
        public Set<QueueBinding> queueBindings(Exchanges exchanges) {
            return severities.stream()
                    .map(name -> new QueueBinding(exchanges.topic(), "#." + name.toLowerCase(Locale.ROOT), Map.of()))
                    .collect(Collectors.toUnmodifiableSet());
        }

        @Override
        public boolean matches(Route route) {
            return severities.contains(route.severityRange().toUpperCase(Locale.ROOT));
        }
    }

    /**
     * The events whose routing key, {@code <source>.<severity>}, matches one of the patterns.
     *
     * @param patterns words joined by dots; {@code *} stands for one word, {@code #} for any number of words
     */
    record Patterns(List<String> patterns) implements Binding {

        private static final int MAX_BYTES = 255;
        private static final String WORD = "(\\*|#|[A-Za-z0-9_-]+)";
        private static final List<String> SEVERITY_WORDS =
                Arrays.stream(Severity.values()).map(Severity::range).distinct().toList();
        private static final String PATTERN = WORD + "(\\." + WORD + ")*";

        public Patterns {
            checkCount("binding.patterns", patterns);
            patterns = patterns.stream().distinct().toList();
            for (var pattern : patterns) {
                if (pattern.length() > MAX_BYTES || !pattern.matches(PATTERN)) {
                    throw new InvalidFieldException(
                            "binding.patterns",
                            "must each be words of A-Z a-z 0-9 _ - or * or # joined by single dots, at most "
                                    + MAX_BYTES + " characters");
                }
            }
        }

        /**
         * Refuses more {@code #} than a broker may take, and a severity in another case than the producer's. Other
         * patterns can match messages of other publishers, which keep their routing keys. Not checked in the
         * constructor: definitions that an earlier release stored must stay readable.
         */
        @Override
        public void check(RoutingAttributes routable) {
            for (var pattern : patterns) {
                if (TopicPattern.hashes(TopicPattern.bindable(pattern)) > TopicPattern.MOST_HASHES) {
                    throw new InvalidFieldException(
                            "binding.patterns",
                            pattern + " has too many #: RabbitMQ takes at most " + TopicPattern.MOST_HASHES
                                    + " in one pattern, from 4.3.5 on; those next to each other count as one");
                }
                var lastWord = pattern.substring(pattern.lastIndexOf('.') + 1);
                var lowerCase = lastWord.toLowerCase(Locale.ROOT);
                if (!lastWord.equals(lowerCase) && SEVERITY_WORDS.contains(lowerCase)) {
                    throw new InvalidFieldException(
                            "binding.patterns",
                            pattern + " matches no event of the producer: severities in routing keys are in lower case,"
                                    + " as in src." + lowerCase);
                }
            }
        }

        /** Those with many {@code #} last: if the broker refuses a binding, those after it are not made. */
        @Override
        public Set<QueueBinding> queueBindings(Exchanges exchanges) {
            return patterns.stream()
                    .map(TopicPattern::bindable)
                    .sorted(Comparator.comparingInt(TopicPattern::hashes))
                    .map(pattern -> new QueueBinding(exchanges.topic(), pattern, Map.of()))
                    .collect(Collectors.toCollection(LinkedHashSet::new));
        }

        @Override
        public Set<QueueBinding> everBound(Exchanges exchanges) {
            var bindings = new LinkedHashSet<>(queueBindings(exchanges));
            patterns.forEach(pattern -> bindings.add(new QueueBinding(exchanges.topic(), pattern, Map.of())));
            return bindings;
        }

        @Override
        public boolean matches(Route route) {
            return patterns.stream().anyMatch(pattern -> TopicPattern.matches(pattern, route.key()));
        }
    }

    /** More entries than this would make binding slow. */
    int MAX_ENTRIES = 64;

    /** The bindings of the queue on the broker. */
    Set<QueueBinding> queueBindings(Exchanges exchanges);

    /** The same, and those that an earlier build made instead of them. */
    default Set<QueueBinding> everBound(Exchanges exchanges) {
        return queueBindings(exchanges);
    }

    /** Whether the broker would route a message of the producer with this route to the queue. */
    boolean matches(Route route);

    /** @throws InvalidFieldException if the broker cannot route by it */
    default void check(RoutingAttributes routable) {}

    private static void checkCount(String field, @Nullable List<String> entries) {
        if (entries == null || entries.isEmpty() || entries.size() > MAX_ENTRIES || entries.contains(null)) {
            throw new InvalidFieldException(field, "must be a list of 1 to " + MAX_ENTRIES + " texts");
        }
    }
}
