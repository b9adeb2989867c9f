package io.logcast.rabbitmq.messages;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.LongString;
import com.rabbitmq.client.impl.LongStringHelper;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MessageSizeTest {

    private static final int TEXT = 10_000;
    private static final byte[] BODY = new byte[7];

    @Test
    void isThatOfTheBodyIfThereIsNothingElse() {
        assertThat(MessageSize.of(new BasicProperties(), BODY)).isEqualTo(BODY.length);
    }

    @Test
    void countsTheProperties() {
        // Given
        var properties =
                new BasicProperties.Builder().messageId("12345").type("123").build();
        // Then
        assertThat(MessageSize.of(properties, BODY)).isEqualTo(BODY.length + 5 + 3);
    }

    @Test
    void countsTheHeaders() {
        // Given
        var headers = new HashMap<String, Object>();
        headers.put("text", text());
        headers.put("bytes", new byte[TEXT]);
        headers.put("number", 1);
        headers.put("nothing", null);
        // Then
        assertThat(sizeOf(headers)).isBetween(3 * TEXT, 3 * TEXT + 1_000);
    }

    @Test
    void countsWhatIsNestedInHeaders() {
        // Given
        var table = new HashMap<String, Object>();
        table.put("x".repeat(TEXT), null);
        table.put("list", List.of(text(), Map.of("text", text()), List.of()));
        // Then
        assertThat(sizeOf(Map.of("table", table))).isBetween(5 * TEXT, 5 * TEXT + 2_000);
    }

    @Test
    void countsManySmallValues() {
        assertThat(sizeOf(Map.of("list", Collections.nCopies(TEXT, true)))).isGreaterThan(50 * TEXT);
    }

    @Test
    void countsHeadersThatAreNestedDeeply() {
        // Given
        Object nested = text();
        for (int i = 0; i < 100_000; i++) {
            nested = List.of(nested);
        }
        // Then
        assertThat(sizeOf(Map.of("nested", nested))).isGreaterThan(2 * TEXT);
    }

    private static LongString text() {
        return LongStringHelper.asLongString("x".repeat(TEXT));
    }

    private static int sizeOf(Map<String, Object> headers) {
        return MessageSize.of(new BasicProperties.Builder().headers(headers).build(), BODY);
    }
}
