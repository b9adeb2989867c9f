package io.logcast.consumer.subscriptions;

import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.rabbitmq.queues.QueueBinding;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicPatternTest {

    @ParameterizedTest
    @CsvSource({
        "#.#.#, #",
        "#.*.#.#, *.#",
        "#.#.*.#.a.#, *.#.a.#",
        "a.#.#.#.b, a.#.b",
        "#.a.#.b.#, #.a.#.b.#",
        "#.*.a, #.*.a",
        "#.#, #.#",
    })
    void wildcardsInARowAreWrittenShorterIfThereAreTooMany(String pattern, String bound) {
        assertThat(TopicPattern.bindable(pattern)).isEqualTo(bound);
    }

    @Test
    void theShorterPatternMatchesTheSameKeys() {
        var keys = joined(List.of("a", "b"), 5);
        assertThat(joined(List.of("a", "*", "#"), 6)).allSatisfy(pattern -> {
            var bound = TopicPattern.bindable(pattern);
            assertThat(keys).allMatch(key -> TopicPattern.matches(bound, key) == TopicPattern.matches(pattern, key));
        });
    }

    @Test
    void whatAnEarlierBuildBoundIsKnown() {
        var exchanges = new Exchanges("logs", "logs.topic", "logs.headers", "logs.returned");
        var binding = new Binding.Patterns(Arrays.asList("#.#.#.error", "payments.#"));
        assertThat(binding.queueBindings(exchanges))
                .extracting(QueueBinding::routingKey)
                .containsExactlyInAnyOrder("#.error", "payments.#");
        assertThat(binding.everBound(exchanges))
                .extracting(QueueBinding::routingKey)
                .containsExactlyInAnyOrder("#.error", "payments.#", "#.#.#.error");
    }

    /** All sequences of up to this many of the words. */
    private static List<String> joined(List<String> words, int most) {
        return Stream.iterate(
                        words,
                        shorter -> shorter.stream()
                                .flatMap(start -> words.stream().map(word -> start + "." + word))
                                .toList())
                .limit(most)
                .flatMap(List::stream)
                .toList();
    }
}
