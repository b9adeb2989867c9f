package io.logcast.consumer.filters.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PhrasesTest {

    private static final Pattern CARD_DECLINED = Phrases.pattern(List.of("card", "declined"));

    private static boolean findsCardDeclined(String between) {
        return CARD_DECLINED.matcher("card" + between + "declined").find();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {", ", "\u060C ", "\u061F ", "\u0964 ", "\u05BE", "\u2122 ", " \u2116 ", " \uFFFD ", "\uFEFF"})
    void haveAnyPunctuationBetweenTheirWords(String between) {
        assertThat(findsCardDeclined(between)).isTrue();
    }

    @Test
    void haveNothingOfAWordBetweenTheirWords() {
        var wrong = IntStream.rangeClosed(1, 0x1FAFF)
                .filter(Words::isOfAWord)
                .filter(character -> !Cjk.contains(character))
                .filter(character -> findsCardDeclined(Character.toString(character)));
        assertThat(wrong.toArray()).isEmpty();
    }
}
