package io.logcast.producer.fields;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.logcast.producer.requests.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBodyTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{}",
                "\uFEFF {\"a\":[1,\"}\"]}\n",
                "\"text\"",
                "1 2",
                "{\"a\":\n{\"b\":2}\n",
                "nope"
            })
    void isOneUnlessSomethingIsBehindAnObject(String body) {
        assertThat(JsonBody.of(utf8(body)).isOne()).isTrue();
    }

    @Test
    void cutsAnArray() {
        assertThat(parts(" [ {\"a\":\"]},\\\"\"} ,[1, 2],3 ,\"x,\" , null ] \n"))
                .containsExactly("{\"a\":\"]},\\\"\"}", "[1, 2]", "3", "\"x,\"", "null");
        assertThat(parts("[]")).isEmpty();
        assertThat(parts("[{\"broken\":nope}]")).containsExactly("{\"broken\":nope}");
    }

    @Test
    void cutsSeveralObjects() {
        assertThat(parts("{\"a\":1}{\"b\":2}\n\n{\n\"c\":3}\r\n"))
                .containsExactly("{\"a\":1}", "{\"b\":2}", "{\n\"c\":3}");
    }

    @Test
    void goesOnBehindTheLineOfABrokenObject() {
        assertThat(parts("{\"a\":1}\n{\"cut\":\n{\"b\":2}\nnope {}\n{\"c\":3}\n"))
                .containsExactly("{\"a\":1}", "{\"cut\":", "{\"b\":2}", "nope {}", "{\"c\":3}");
        assertThat(parts("{\"a\":1}\n{\"cut\":\"of\n{\"b\":2}\n}\n{\"c\":3}"))
                .containsExactly("{\"a\":1}", "{\"cut\":\"of", "{\"b\":2}", "}", "{\"c\":3}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "[1", "[1,", "[1,]", "[1 2]", "[,]", "[1]]", "[{]", "[1] 2", "[\"a]", "[\"a\\"})
    void refusesAnArrayThatIsNotOne(String body) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> JsonBody.of(utf8(body)))
                .withMessageStartingWith("The body is not JSON: ")
                .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(400));
    }

    private static List<String> parts(String body) {
        var bytes = utf8(body);
        var json = JsonBody.of(bytes);
        assertThat(json.isOne()).isFalse();
        var parts = new ArrayList<String>();
        json.each(part -> new String(bytes, part.offset(), part.length(), StandardCharsets.UTF_8))
                .forEachRemaining(part -> parts.add(part.get()));
        return parts;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
