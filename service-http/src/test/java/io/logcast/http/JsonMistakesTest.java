package io.logcast.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonMistakesTest {

    private final ObjectMapper mapper = new ObjectMapper();

    record Body(String name, long bytes, boolean durable, Inner inner) {}

    record Inner(List<String> patterns) {}

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"bytes":"many"}                | bytes: must be a whole number in range
            {"bytes":99999999999999999999}  | bytes: must be a whole number in range
            {"durable":[]}                  | durable: must be true or false
            {"name":{}}                     | name: must be text
            {"inner":"x"}                   | inner: must be an object
            {"inner":{"patterns":"x"}}      | inner.patterns: must be a list
            {"inner":{"patterns":["a",{}]}} | inner.patterns[1]: must be text
            {"inner":{"pattern":[]}}        | inner.pattern: unknown field
            []                              | body: must be an object
            """)
    void namesTheFieldAndWhatItMustBe(String json, String detail) {
        // When
        var mistake = catchThrowableOfType(JsonMappingException.class, () -> mapper.readValue(json, Body.class));
        // Then
        var problem = new JsonObject(JsonMistakes.problem(mistake).problem().json());
        assertThat(problem.getString("detail")).isEqualTo(detail);
        assertThat(problem.getString("field")).isEqualTo(detail.substring(0, detail.indexOf(':')));
        assertThat(problem.getInteger("status")).isEqualTo(422);
    }
}
