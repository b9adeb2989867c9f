package io.logcast.rabbitmq.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ArgumentsTest {

    @Test
    void numbersAndBooleansAreTyped() {
        assertThat(Arguments.typed("20")).isEqualTo(20);
        assertThat(Arguments.typed("-1")).isEqualTo(-1);
        assertThat(Arguments.typed("10737418240")).isEqualTo(10737418240L);
        assertThat(Arguments.typed("true")).isEqualTo(true);
        assertThat(Arguments.typed("quorum")).isEqualTo("quorum");
        assertThat(Arguments.typed("99999999999999999999")).isEqualTo("99999999999999999999");
    }

    @Test
    void quotesKeepAString() {
        assertThat(Arguments.typed("\"20\"")).isEqualTo("20");
    }

    @Test
    void onlyTheFirstColonSeparates() {
        assertThat(Arguments.parse("x-match:all, url:http://example.org:80/a"))
                .containsEntry("x-match", "all")
                .containsEntry("url", "http://example.org:80/a");
    }

    @Test
    void aCommaInQuotesDoesNotSeparate() {
        assertThat(Arguments.parse("a:\"1,2\",b:3")).containsEntry("a", "1,2").containsEntry("b", 3);
    }

    @Test
    void anEntryWithoutAKeyIsRefused() {
        assertThatThrownBy(() -> Arguments.parse("nothing")).hasMessageContaining("'nothing' is not key:value");
    }

    @Test
    void nothingIsAnEmptyMap() {
        assertThat(Arguments.parse(" ")).isEmpty();
    }
}
