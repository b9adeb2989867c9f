package io.logcast.consumer.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.consumer.InMemoryChannels;
import io.logcast.testing.DatabaseTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Calls everything that the service describes with parameters that it must refuse. */
@QuarkusTest
@WithTestResource(InMemoryChannels.class)
@WithTestResource(DatabaseTestResource.class)
class QueryParametersTest {

    private static final String ID = UUID.randomUUID().toString();

    private record Call(String method, String path, List<String> parameters) {

        Response with(String name, String... values) {
            return given().contentType(ContentType.JSON)
                    .body("GET".equals(method) ? "" : "{}")
                    .queryParam(name, (Object[]) values)
                    .request(method, path.replaceAll("\\{\\w+}", path.contains("dead-letters") ? "1" : ID));
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    @TestFactory
    Stream<DynamicTest> refusesUnknownParametersOnEveryCall() {
        return calls().map(call -> DynamicTest.dynamicTest(call.toString(), () -> {
            // When
            var answer = call.with("kinds", "id-conflict");
            // Then
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.jsonPath().getList("violations.field")).containsExactly("kinds");
            assertThat(answer.jsonPath().getString("detail")).startsWith("kinds: unknown parameter");
        }));
    }

    @TestFactory
    Stream<DynamicTest> refusesBlankAndRepeatedParametersOnEveryCall() {
        return calls().flatMap(call -> call.parameters().stream()
                .map(name -> DynamicTest.dynamicTest(call + " " + name, () -> {
                    for (var refused : List.of(call.with(name, ""), call.with(name, " "), call.with(name, "1", "1"))) {
                        assertThat(refused.statusCode()).isEqualTo(400);
                        assertThat(refused.jsonPath().getList("violations.field"))
                                .containsExactly(name);
                    }
                })));
    }

    @Test
    void tellsWhichParametersACallHas() {
        assertThat(given().queryParam("foo", 1)
                        .post("/api/v1/subscriptions/any/pull")
                        .jsonPath()
                        .getString("detail"))
                .isEqualTo("foo: unknown parameter; this call has ack, max, wait");
        assertThat(given().queryParam("kinds", 1)
                        .delete("/api/v1/dead-letters")
                        .jsonPath()
                        .getString("detail"))
                .isEqualTo("kinds: unknown parameter; this call has kind, queue");
        assertThat(given().queryParam("x", 1)
                        .get("/api/v1/subscriptions")
                        .jsonPath()
                        .getString("detail"))
                .isEqualTo("x: unknown parameter; this call has none");
        assertThat(given().queryParam("x", 1).get("/api/v1/logs").jsonPath().getString("detail"))
                .endsWith("trace_id, attr.NAME");
    }

    @Test
    void refusesABlankAttribute() {
        assertThat(given().queryParam("attr.tenant", "")
                        .get("/api/v1/logs")
                        .jsonPath()
                        .getList("violations.field"))
                .containsExactly("attr.tenant");
    }

    private static Stream<Call> calls() {
        var description = given().accept(ContentType.JSON).get("/q/openapi").jsonPath();
        var paths = description.<String, Map<String, Map<String, Object>>>getMap("paths");
        return paths.entrySet().stream()
                .flatMap(path -> path.getValue().entrySet().stream()
                        .filter(entry ->
                                Stream.of("get", "put", "post", "delete").anyMatch(entry.getKey()::equals))
                        .map(entry -> new Call(
                                entry.getKey().toUpperCase(Locale.ROOT), path.getKey(), query(entry.getValue()))));
    }

    private static List<String> query(Map<String, Object> operation) {
        return ((List<?>) operation.getOrDefault("parameters", List.of()))
                .stream()
                        .map(parameter -> (Map<?, ?>) parameter)
                        .filter(parameter -> "query".equals(parameter.get("in")))
                        .map(parameter -> String.valueOf(parameter.get("name")))
                        .toList();
    }
}
