package io.logcast.http.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.logcast.http.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBodiesTest {

    private final JsonBodies bodies = new JsonBodies(new ObjectMapper());

    private enum Word {
        YES
    }

    private record Body(
            @Nullable Long seconds,
            @Nullable Integer count,
            @Nullable Boolean flag,
            @Nullable Double ratio,
            @Nullable String text,
            @Nullable Word word,
            @Nullable List<String> list) {}

    @Test
    void readsValuesOfTheirTypes() throws Exception {
        // When
        var body = read("{\"seconds\":1,\"flag\":false,\"ratio\":2,\"text\":\"\",\"word\":\"YES\",\"list\":[\"1\"]}");
        // Then
        assertThat(body).isEqualTo(new Body(1L, null, false, 2.0, "", Word.YES, List.of("1")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'seconds':1.5}",
                "{'seconds':1.0}",
                "{'seconds':'60'}",
                "{'seconds':''}",
                "{'seconds':true}",
                "{'count':2.9}",
                "{'count':3000000000}",
                "{'flag':1}",
                "{'flag':'true'}",
                "{'flag':''}",
                "{'ratio':'1'}",
                "{'text':1}",
                "{'text':true}",
                "{'text':1.5}",
                "{'text':{}}",
                "{'text':['a']}",
                "{'word':0}",
                "{'word':''}",
                "{'word':'NO'}",
                "{'list':[1]}",
                "{'list':[true]}",
                "{'list':[['a']]}",
                "{'list':'a'}",
                "{'list':''}",
                "{'other':1}"
            })
    void refusesAValueOfAnotherType(String json) {
        assertThatThrownBy(() -> read(json.replace('\'', '"')))
                .cause()
                .isInstanceOfSatisfying(
                        JsonMappingException.class,
                        e -> assertThat(e.getPath().get(0).getFieldName())
                                .isEqualTo(json.substring(2, json.indexOf(':') - 1)));
    }

    @Test
    void refusesWhatIsNoJsonObject() {
        assertThatThrownBy(() -> read("{bad")).hasCauseInstanceOf(JsonParseException.class);
        assertThatThrownBy(() -> read("[]")).hasCauseInstanceOf(JsonMappingException.class);
        assertThatThrownBy(() -> read("{} {}")).hasCauseInstanceOf(JsonMappingException.class);
        for (var nothing : List.of("", "null")) {
            assertThatThrownBy(() -> read(nothing))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            refused -> assertThat(refused.status()).isEqualTo(400));
        }
    }

    private Body read(String json) throws IOException {
        return bodies.read(json.getBytes(StandardCharsets.UTF_8), Body.class);
    }
}
