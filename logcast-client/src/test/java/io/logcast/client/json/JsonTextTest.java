package io.logcast.client.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {

    @Test
    void readsEveryKindOfValue() {
        // When
        var object = JsonText.object(
                " { \"a\" : [ ] , \"b\":[1,-2.5e3,{}],\n\"c\":{\"d\":null,\"e\":true,\"f\":false} ,\"g\":\"\" }\r\n");
        // Then
        assertThat(object.orElseThrow().toString())
                .isEqualTo("{a=[], b=[1.0, -2500.0, {}], c={d=null, e=true, f=false}, g=}");
    }

    @Test
    void readsEveryEscape() {
        assertThat(JsonText.object("{\"s\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e4\\ud83d\\ude00 ü\"}"))
                .contains(Map.of("s", "\"\\/\b\f\n\r\tä😀 ü"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "}",
                "[]",
                "[1]",
                "1",
                "null",
                "nul",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{\"a\":1}x",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12\"}",
                "{\"a\":tru}",
                "{\"a\":1",
                "{\"a\":\"",
                "{a:1}",
                "{\"a\":--1}",
                "{\"a\":[1 2]}",
                "<html>"
            })
    void anythingElseIsNoObject(String text) {
        assertThat(JsonText.object(text)).isEmpty();
    }

    @Test
    void nothingIsTooDeepForTheStack() {
        assertThat(JsonText.object("{\"a\":" + "[".repeat(100_000))).isEmpty();
    }
}
