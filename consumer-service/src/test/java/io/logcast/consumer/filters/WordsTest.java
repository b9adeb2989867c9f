package io.logcast.consumer.filters;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Card declined, card expired!        | card declined expired
                    GET /api/v1/logs?q=x                | get api v1 logs q x
                    user@example.com 10.2.0.1:8080      | user example com 10 2 0 1 8080
                    Grüße ÄRGER 日本                     | grüße ärger 日本
                    a_b-c                               | a b c
                    """)
    void areRunsOfLettersAndDigitsInLowerCase(String text, String words) {
        assertThat(Words.of(text)).containsExactly(words.split(" "));
    }

    @Test
    void areNoneInATextWithoutLettersAndDigits() {
        assertThat(Words.of("")).isEmpty();
        assertThat(Words.of("--- 🎉 ---")).isEmpty();
    }

    @Test
    void countTo128Characters() {
        var long1 = "x".repeat(128) + "one";
        var long2 = "x".repeat(128) + "two";
        assertThat(Words.of(long1 + " " + long2)).containsExactly("x".repeat(128));
    }

    @Test
    void keepMarksThatBelongToALetter() {
        assertThat(Words.of("gru\u0308n")).containsExactly("gru\u0308n");
    }
}
