package io.logcast.consumer.searches;

import static io.logcast.testing.TestDatabase.execute;
import static io.restassured.RestAssured.delete;
import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.consumer.InMemoryChannels;
import io.logcast.testing.DatabaseTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(InMemoryChannels.class)
@WithTestResource(DatabaseTestResource.class)
class SavedSearchResourceTest {

    private static final String PATH = "/api/v1/searches";
    private static final String ERRORS = """
            {"parameters":{"q":"severity>=error -test","source":"payments.","from":"-1h","time":"timestamp","order":"asc",\
            "attr.tenant":"acme","columns":"tenant,http.status"}}""";

    @BeforeEach
    void deleteAll() throws Exception {
        execute("truncate saved_search");
    }

    private static Response put(String name, String body) {
        return given().contentType(ContentType.JSON).body(body).put(PATH + "/{name}", name);
    }

    @Test
    void savesReplacesListsAndDeletes() {
        // When
        var made = put("Zürich (errors)", ERRORS);
        // Then
        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(made.jsonPath().getString("saved_at")).endsWith("Z");
        assertThat(get(PATH + "/{name}", "Zürich (errors)").jsonPath().getMap("parameters"))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "q", "severity>=error -test",
                        "source", "payments.",
                        "from", "-1h",
                        "time", "timestamp",
                        "order", "asc",
                        "attr.tenant", "acme",
                        "columns", "tenant,http.status"));
        assertThat(put("all", "{\"parameters\":{}}").statusCode()).isEqualTo(201);
        assertThat(put("all", "{\"parameters\":{\"q\":\"card\"}}").statusCode()).isEqualTo(200);
        assertThat(get(PATH).jsonPath().getList("searches.name")).containsExactly("all", "Zürich (errors)");
        assertThat(get(PATH).jsonPath().getString("searches[0].parameters.q")).isEqualTo("card");
        assertThat(delete(PATH + "/all").statusCode()).isEqualTo(204);
        assertThat(delete(PATH + "/all").statusCode()).isEqualTo(404);
        assertThat(get(PATH + "/all").jsonPath().getString("detail")).isEqualTo("There is no saved search all");
        assertThat(get(PATH).jsonPath().getList("searches.name")).containsExactly("Zürich (errors)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|parameters: must be an object",
                "{\"parameters\":null}|parameters: must be an object",
                "{\"parameters\":{\"q\":\"card or\"}}|parameters.q: column 8: expected a word",
                "{\"parameters\":{\"from\":\"yesterday\"}}|parameters.from: must be RFC 3339",
                "{\"parameters\":{\"order\":\"up\"}}|parameters.order: must be desc or asc",
                "{\"parameters\":{\"time\":\"mine\"}}|parameters.time: must be observed_timestamp or timestamp",
                "{\"parameters\":{\"attr.\":\"x\"}}|parameters.attr.: must name an attribute",
                "{\"parameters\":{\"limit\":\"1\"}}|parameters: has an unknown name; a search has columns, from, order, q,",
                "{\"parameters\":{\"source\":\" \"}}|parameters.source: must be a text",
                "{\"parameters\":{\"source\":null}}|parameters.source: must be a text",
                "{\"parameters\":{\"q\":1}}|q",
                "{\"q\":\"card\"}|q"
            })
    void refusesWhatNoSearchCanHave(String body, String detail) {
        // When
        var refused = put("any", body);
        // Then
        assertThat(refused.statusCode()).as(body).isEqualTo(422);
        assertThat(refused.jsonPath().getString("detail")).contains(detail);
        assertThat(get(PATH).jsonPath().getList("searches")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " a",
                "a ",
                "-a",
                "a\n",
                "<b>",
                "a;b",
                "12345678901234567890123456789012345678901234567890123456789012345"
            })
    void refusesNamesThatAreHardToReadOrToLink(String name) {
        // When
        var refused = put(name, "{\"parameters\":{}}");
        // Then
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.jsonPath().getString("detail")).startsWith("name: must have 1 to 64 letters");
    }

    @Test
    void nothingHasANameThatNoSearchCanHave() {
        assertThat(get(PATH + "/{name}", "a\u0000b").statusCode()).isEqualTo(404);
        assertThat(delete(PATH + "/{name}", "a\u0000b").statusCode()).isEqualTo(404);
    }

    @Test
    void thereAreAtMost200() throws Exception {
        // Given
        execute("insert into saved_search select 'number ' || n, '{}' from generate_series(1, 200) as n");
        // When
        var another = put("another", ERRORS);
        // Then
        assertThat(another.statusCode()).isEqualTo(429);
        assertThat(another.jsonPath().getString("detail")).startsWith("There are 200 saved searches");
        assertThat(put("number 7", ERRORS).statusCode()).isEqualTo(200);
    }
}
