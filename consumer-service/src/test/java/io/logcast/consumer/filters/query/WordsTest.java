package io.logcast.consumer.filters.query;

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
                    Grüße ÄRGER 日本                     | grüße ärger 日本 日 本
                    a_b-c                               | a b c
                    """)
    void areRunsOfLettersAndDigitsInLowerCase(String text, String words) {
        assertThat(Words.of(text)).containsExactly(words.split(" "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    java.lang.TimeoutException          | java lang timeoutexception timeout exception
                    getHTTPStatus XMLHttpRequest        | gethttpstatus get http status xmlhttprequest xml request
                    ERROR Card iPhone v2Beta            | error card iphone i phone v2beta v2 beta
                    Überlauf maxÜberlauf                | überlauf maxüberlauf max
                    東京でTimeoutError                    | 東京でtimeouterror 東 京 で timeouterror timeout error
                    서버 오류                             | 서버 서 버 오류 오 류
                    """)
    void haveTheirPartsBesideThem(String text, String words) {
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
    void areTheSameHoweverAccentsAreWritten() {
        assertThat(Words.of("GRU\u0308N re\u0301sume\u0301 A\u030A \u212B"))
                .containsExactly("gr\u00FCn", "r\u00E9sum\u00E9", "\u00E5");
        assertThat(Words.decomposed("gr\u00FCn")).isEqualTo("gru\u0308n");
        assertThat(Words.decomposed("plain")).isEqualTo("plain");
    }

    @Test
    void keepMarksThatNoLetterIsComposedWith() {
        assertThat(Words.of("q\u0308x")).containsExactly("q\u0308x");
    }
}
