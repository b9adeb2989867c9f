package io.logcast.producer.elasticsearch;

import static io.logcast.producer.LogEventFixtures.ID;
import static io.logcast.producer.LogEventFixtures.aside;
import static io.logcast.producer.LogEventFixtures.request;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logcast.model.event.LogEvent;
import io.logcast.model.event.Severity;
import io.logcast.model.wire.Ids;
import io.logcast.model.wire.LogMessage;
import io.logcast.producer.InMemoryChannels;
import io.logcast.producer.LogsChannelTest;
import io.logcast.producer.logs.BatchAnswer;
import io.logcast.producer.logs.BatchAnswer.Outcome;
import io.logcast.producer.logs.BatchAnswer.Refusal;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(InMemoryChannels.class)
class BulkTest extends LogsChannelTest {

    private static final String PATH = "/_bulk";
    private static final String NDJSON = "application/x-ndjson";

    @Test
    void readsADocumentAsOtherJsonIsRead() {
        // When
        var answer = post(PATH, """
                {"create":{"_index":"filebeat-9.1.0-2026.01.31","_id":"%s"}}
                {"@timestamp":"2026-01-31T23:59:59.123Z","log":{"level":"error","file":"a.log"},"message":"card declined",\
                "service":{"name":"payments.api"},"host":{"name":"web-1"},"trace.id":"4bf92f3577b34da6a3ce929d0e0e4736"}
                """.formatted(ID));
        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.contentType()).startsWith("application/json");
        assertThat(answer.jsonPath().getBoolean("errors")).isFalse();
        assertThat(answer.jsonPath().getInt("took")).isNotNegative();
        assertThat(answer.jsonPath().getMap("items[0].create"))
                .containsEntry("_index", "filebeat-9.1.0-2026.01.31")
                .containsEntry("_id", ID)
                .containsEntry("status", 201)
                .containsEntry("result", "created");
        var event = onlyOne();
        assertThat(event.id()).isEqualTo(UUID.fromString(ID));
        assertThat(event.timestamp()).isEqualTo(Instant.parse("2026-01-31T23:59:59.123Z"));
        assertThat(event.severity()).isEqualTo(Severity.ERROR);
        assertThat(event.source()).isEqualTo("payments.api");
        assertThat(event.message()).isEqualTo("card declined");
        assertThat(event.traceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(event.attributes())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "log", Map.of("file", "a.log"),
                        "host", Map.of("name", "web-1"),
                        "_index", "filebeat-9.1.0-2026.01.31"));
    }

    @Test
    void answersEachItemInItsPlace() {
        // When
        var answer = post(PATH, """
                {"index":{"_index":"a"}}
                {"message":"one"}
                {"delete":{"_index":"a","_id":"4"}}
                {"update":{"_index":"a","_id":"5"}}
                {"doc":{"message":"changed"}}
                {"create":{"_index":"a"}}
                broken
                {"create":{"_index":"a"}}
                {"message":"%s"}

                {"create":{"_index":"a"}}
                {"message":"two"}""".formatted("x".repeat(65_537)));
        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        var json = answer.jsonPath();
        assertThat(json.getBoolean("errors")).isTrue();
        assertThat(json.getList("items.collect { it.values()[0].status }"))
                .isEqualTo(List.of(201, 400, 400, 400, 400, 201));
        assertThat(json.getList("items.collect { it.keySet()[0] }"))
                .isEqualTo(List.of("index", "delete", "update", "create", "create", "create"));
        assertThat(json.getString("items[1].delete.error.type")).isEqualTo("illegal_argument_exception");
        assertThat(json.getString("items[1].delete.error.reason")).contains("log events never change");
        assertThat(json.getString("items[3].create.error.type")).isEqualTo("document_parsing_exception");
        assertThat(json.getString("items[4].create.error.reason")).startsWith("message: must have at most");
        assertThat(publishedEvents()).extracting(LogEvent::message).containsExactly("one", "two");
        assertThat(json.getString("items[0].index._id"))
                .isEqualTo(publishedEvents().get(0).id().toString());
    }

    @Test
    void makesAnIdOfIndexAndId() {
        // When
        post("/orders/_bulk", "{\"create\":{\"_id\":\"4711\"}}\n{\"id\":\"%s\",\"message\":\"a\"}\n".formatted(ID));
        // Then
        assertThat(onlyOne().id()).isEqualTo(Ids.named("logcast:elasticsearch:6:orders:4711"));
        assertThat(onlyOne().attributes())
                .containsExactlyInAnyOrderEntriesOf(Map.of("_index", "orders", "_id", "4711", "id", ID));
    }

    @ParameterizedTest
    @CsvSource({
        "/orders/_bulk, '', '', orders",
        "/orders/_bulk, source=asked, '', asked",
        "/orders/_bulk, '', app, app",
        "/logs-2026.01.31/_bulk, '', '', logs",
        "/logs-2026.01/_bulk, '', '', logs",
        "/_bulk, '', '', unknown"
    })
    void takesTheIndexForASourceThatIsLacking(String path, String query, String app, String source) {
        // Given
        var document = app.isEmpty() ? "{\"message\":\"a\"}" : "{\"message\":\"a\",\"app\":\"%s\"}".formatted(app);
        // When
        post(query.isEmpty() ? path : path + "?" + query, "{\"create\":{}}\n" + document + "\n");
        // Then
        assertThat(onlyOne().source()).isEqualTo(source);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/x-ndjson",
                "application/json",
                "application/vnd.elasticsearch+x-ndjson; compatible-with=9",
                "application/vnd.elasticsearch+x-ndjson;compatible-with=8"
            })
    void takesTheTypesOfClients(String contentType) {
        // When
        var answer = request(contentType)
                .header("Accept", "application/vnd.elasticsearch+json; compatible-with=9")
                .queryParam("filter_path", "errors,items.*.status")
                .queryParam("refresh", "false")
                .body("{\"create\":{\"_index\":\"a\"}}\n{\"message\":\"a\"}\n".getBytes(StandardCharsets.UTF_8))
                .put(PATH);
        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(onlyOne().message()).isEqualTo("a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n\n",
                "nope\n",
                "[]\n",
                "{}\n",
                "{\"upsert\":{}}\n{}\n",
                "{\"create\":1}\n{}\n",
                "{\"create\":{},\"index\":{}}\n{}\n",
                "{\"create\":{}}",
                "{\"create\":{}}\n{\"message\":\"a\"}\n{\"message\":\"b\"}\n"
            })
    void answers400ToABodyWhoseActionsCannotBeRead(String body) {
        // When
        var answer = post(PATH, body);
        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.jsonPath().getInt("status")).isEqualTo(400);
        assertThat(answer.jsonPath().getString("error.type")).isEqualTo("illegal_argument_exception");
        assertThat(answer.jsonPath().getString("error.root_cause[0].reason")).isNotBlank();
        assertThat(publishedEvents()).isEmpty();
    }

    @Test
    void answers429IfNoneIsStored() {
        // Given
        confirms.hold();
        // When
        var waiting = aside(() -> post(PATH, documents("a", 2)));
        await().atMost(PATIENCE).until(() -> confirms.sent() == 1);
        confirms.refuseAll(new IllegalStateException("gone"));
        // Then
        var answer = waiting.join();
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.header("Retry-After")).isNotBlank();
        assertThat(answer.header("X-Elastic-Product")).isEqualTo("Elasticsearch");
        assertThat(answer.jsonPath().getString("error.type")).isEqualTo("es_rejected_execution_exception");
    }

    @Test
    void tellsWhichItemsAreToBeSentAgain() {
        // Given
        confirms.hold();
        // When
        var waiting = aside(() -> post(PATH, documents("a", 1) + documents("b", 1)));
        await().atMost(PATIENCE).until(() -> confirms.sent() == 2);
        confirms.settle(message -> LogMessage.read((byte[]) message.getPayload())
                        .events()
                        .get(0)
                        .source()
                        .equals("a")
                ? new IllegalStateException("gone")
                : null);
        // Then
        var answer = waiting.join();
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.jsonPath().getBoolean("errors")).isTrue();
        assertThat(answer.jsonPath().getList("items.create.status")).isEqualTo(List.of(429, 201));
        assertThat(answer.jsonPath().getString("items[0].create.error.type"))
                .isEqualTo("es_rejected_execution_exception");
    }

    @Test
    void stopsWhereTheBrokerIsAwayThoughAnItemIsRefused() {
        // Given
        var items = BulkBody.items("{\"delete\":{}}\n{\"create\":{}}\n{}\n".getBytes(StandardCharsets.UTF_8), null);
        var answer = new BulkAnswer(System.nanoTime());
        var refused = new Refusal(1, Outcome.INVALID, 422, "delete", "is refused");
        var rejected = new Refusal(2, Outcome.RETRY, 503, null, "is away");
        // When
        var goesOn =
                answer.add(items, new BatchAnswer(2, 0, 2, 2, Arrays.asList(null, null), List.of(refused, rejected)));
        // Then
        assertThat(goesOn).isFalse();
        assertThat(answer.json()).contains("\"status\":400", "\"status\":429");
    }

    @Test
    void refusesALongerIndexThanElasticsearchTakes() {
        var item = "{\"create\":{}}\n{\"message\":\"a\"}\n";
        assertThat(post("/" + "i".repeat(255) + "/_bulk", item).statusCode()).isEqualTo(200);
        var answer = post("/" + "i".repeat(256) + "/_bulk", item);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.jsonPath().getString("error.reason")).contains("at most 255 characters");
    }

    @Test
    void answersManyItemsInTheirOrder() {
        // When
        var body = new StringBuilder();
        for (int i = 0; i < 2_500; i++) {
            body.append("{\"create\":{\"_index\":\"a\",\"_id\":\"").append(i).append("\"}}\n");
            body.append(i % 2 == 0 ? "{\"message\":\"a\"}\n" : "broken\n");
        }
        var answer = post(PATH, body.toString());
        // Then
        var items = answer.jsonPath().<Map<String, Map<String, Object>>>getList("items");
        assertThat(items).hasSize(2_500);
        for (int i = 0; i < items.size(); i++) {
            assertThat(items.get(i).get("create"))
                    .containsEntry("_id", Integer.toString(i))
                    .containsEntry("status", i % 2 == 0 ? 201 : 400);
        }
        assertThat(publishedEvents()).hasSize(1_250);
    }

    @Test
    void answersOtherErrorsAsElasticsearchDoes() {
        for (var answer : List.of(
                request("text/xml").body(new byte[] {1}).post(PATH),
                request(NDJSON).body(new byte[] {1}).delete(PATH),
                request(NDJSON).body(new byte[] {1}).post(PATH + "?no-such=1"),
                given().get("/_nodes/http"))) {
            assertThat(answer.header("X-Elastic-Product")).isEqualTo("Elasticsearch");
            assertThat(answer.jsonPath().getInt("status")).isEqualTo(answer.statusCode());
            assertThat(answer.jsonPath().getString("error.reason")).isNotBlank();
        }
    }

    @Test
    void countsWhatItRefuses() {
        // Given
        var before = refusals("elasticsearch", "invalid");
        // When
        post(PATH, "{\"delete\":{\"_id\":\"1\"}}\n" + documents("a", 1));
        // Then
        assertThat(refusals("elasticsearch", "invalid")).isEqualTo(before + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/_license?human=false", "/_cluster/health"})
    void tellsClientsWhatTheyAskFirst(String path) {
        // When
        var answer = given().header("Accept", "application/vnd.elasticsearch+json; compatible-with=9,text/plain")
                .get(path);
        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.header("X-Elastic-Product")).isEqualTo("Elasticsearch");
        assertThat(answer.contentType()).startsWith("application/json");
        assertThat(answer.jsonPath().getMap("$")).isNotEmpty();
        assertThat(given().head(path).statusCode()).isEqualTo(200);
        assertThat(given().head(path).header("X-Elastic-Product")).isEqualTo("Elasticsearch");
    }

    @Test
    void hasEveryIndex() {
        for (var index : List.of("orders", "logs-2026.01.31", "i".repeat(255))) {
            var answer = given().head("/" + index);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.header("X-Elastic-Product")).isEqualTo("Elasticsearch");
        }
        assertThat(given().head("/" + "i".repeat(256)).statusCode()).isEqualTo(404);
        assertThat(given().head("/_orders").statusCode()).isEqualTo(404);
        assertThat(given().head("/orders/_mapping").statusCode()).isEqualTo(404);
        assertThat(given().get("/orders").statusCode()).isEqualTo(404);
        assertThat(meters.find("http.server.requests").timers())
                .noneMatch(timer -> String.valueOf(timer.getId().getTag("uri")).contains("orders"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/_index_template/filebeat-9.1.0",
                "/_component_template/logs-custom",
                "/_template/logstash",
                "/_ilm/policy/filebeat",
                "/_data_stream/filebeat-9.1.0",
                "/_ingest/pipeline/filebeat",
                "/_alias/logstash",
                "/_xpack",
                "/_xpack/usage"
            })
    void saysThatNothingIsToBeSetUp(String path) {
        for (var answer : List.of(
                given().get(path), request("application/json").body("{}").put(path))) {
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.header("X-Elastic-Product")).isEqualTo("Elasticsearch");
            assertThat(answer.jsonPath().getString("error.reason"))
                    .startsWith("Nothing is at " + path)
                    .contains("Configure the client not to set them up");
        }
        assertThat(given().head(path).statusCode()).isEqualTo(404);
    }

    /** rsyslog sends nothing more after a failure until this is answered 200. */
    @Test
    void isHealthyAsARowOfATable() {
        var answer = given().get("/_cat/health");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.contentType()).startsWith("text/plain");
        assertThat(answer.asString()).contains(" logcast green ").endsWith("\n");
    }

    @Test
    void acceptsTheParametersOfAHealthCheck() {
        assertThat(given().get("/_cluster/health?timeout=5s&wait_for_nodes=1&wait_for_status=yellow")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void namesAReleaseThatClientsKnow() {
        var info = given().get("/").jsonPath();
        assertThat(info.getString("version.number")).isEqualTo("9.9.0");
        assertThat(info.getString("version.build_flavor")).isEqualTo("default");
        assertThat(info.getString("tagline")).isEqualTo("You Know, for Search");
    }

    private static String documents(String source, int count) {
        return "{\"create\":{\"_index\":\"logs\"}}\n{\"message\":\"a\",\"source\":\"%s\"}\n"
                .formatted(source)
                .repeat(count);
    }

    private static Response post(String path, String body) {
        return request(NDJSON).body(body.getBytes(StandardCharsets.UTF_8)).post(path);
    }
}
