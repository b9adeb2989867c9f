package io.logcast.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProblemTest {

    @Test
    void hasTheReasonsOfRfc9110() {
        assertThat(Problem.of(422, "source: must not be empty")
                        .with("field", "source")
                        .json())
                .isEqualTo("{\"status\":422,\"title\":\"Unprocessable Content\","
                        + "\"detail\":\"source: must not be empty\",\"field\":\"source\"}");
        assertThat(Problem.of(413, "x").json()).contains("\"title\":\"Content Too Large\"");
        assertThat(Problem.of(404, "x").json()).contains("\"title\":\"Not Found\"");
    }

    @Test
    void escapesWhatCallersSent() {
        assertThat(Problem.of(400, "a \"b\"\n\u0001")
                        .with("violations", List.of(Map.of("field", "<")))
                        .json())
                .endsWith("\"detail\":\"a \\\"b\\\"\\n\\u0001\",\"violations\":[{\"field\":\"<\"}]}");
    }
}
