package io.logcast.consumer.search;

import static io.logcast.testing.LogEventFixtures.fullEvent;
import static io.logcast.testing.LogEventFixtures.json;
import static io.logcast.testing.LogEventFixtures.observedAt;
import static io.logcast.testing.TestDatabase.execute;
import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import io.logcast.consumer.InMemoryChannels;
import io.logcast.consumer.archive.table.LogEventTable;
import io.logcast.model.event.LogEvent;
import io.logcast.model.event.Severity;
import io.logcast.model.wire.AttributesJson;
import io.logcast.testing.DatabaseTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(InMemoryChannels.class)
@WithTestResource(DatabaseTestResource.class)
class SearchResourceTest {

    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
    private static final String PATH = "/api/v1/logs";

    @Inject
    LogEventTable events;

    @BeforeEach
    void emptyTheArchive() throws Exception {
        execute("truncate log_event");
    }

    @Test
    void answers503WithRetryAfterWhileTheDatabaseDoesNotAnswer() throws Exception {
        // Given
        execute("alter table log_event rename to log_event_elsewhere");
        try {
            // When
            var answer = get(PATH);
            // Then
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isEqualTo("1");
            assertThat(answer.jsonPath().getString("detail")).doesNotContain("log_event");
        } finally {
            execute("alter table log_event_elsewhere rename to log_event");
        }
    }

    @Test
    void endsAPageThatIsLargeInBytes() throws Exception {
        // Given: each control character takes six bytes of JSON
        var largest = "\u0001".repeat(64 * 1024);
        var sent = IntStream.range(0, 25)
                .mapToObj(i -> observedAt(NOON.plusNanos(i), largest))
                .toList();
        events.insertIfAbsent(sent);
        // When
        var ids = new ArrayList<String>();
        var pages = 0;
        for (String cursor = ""; cursor != null; pages++) {
            var query = given().queryParam("limit", 1_000);
            var page = cursor.isEmpty()
                    ? query.get(PATH)
                    : query.queryParam("cursor", cursor).get(PATH);
            assertThat(page.asByteArray().length).isLessThan(GrowingPage.BYTES + 1_000);
            assertThat(page.jsonPath().getString("partial")).isNull();
            ids.addAll(page.jsonPath().getList("events.id"));
            cursor = page.jsonPath().getString("next");
        }
        // Then
        assertThat(pages).isEqualTo(3);
        assertThat(ids).hasSize(25).doesNotHaveDuplicates();
        var export = given().header("Accept", "application/x-ndjson").get(PATH);
        assertThat(export.asString().lines()).hasSize(25);
    }

    @Test
    void anEmptyAcceptWantsNothingInParticular() {
        assertThat(given().header("Accept", "").get(PATH).statusCode()).isEqualTo(200);
        assertThat(given().header("Accept", " ")
                        .get("/api/v1/logs/stream?severity=loud")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void tellsHowToWriteThePlusOfAnOffset() {
        for (var path : List.of(PATH, PATH + "/stream")) {
            var answer = given().urlEncodingEnabled(false).get(path + "?from=2026-01-31T12:00:00+02:00");
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.jsonPath().getString("detail"))
                    .startsWith("from: has a blank")
                    .contains("2026-01-31T23:59:59%2B02:00");
        }
        assertThat(given().urlEncodingEnabled(false)
                        .get(PATH + "?from=2026-01-31T12:00:00%2B02:00")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void listsTheNewestFirst() throws Exception {
        // Given
        var oldest = observedAt(NOON.plusNanos(1), "oldest");
        var newest = observedAt(NOON.plusNanos(3), "newest");
        var middle = observedAt(NOON.plusNanos(2), "middle");
        events.insertIfAbsent(List.of(oldest, newest, middle));
        // When
        var page = given().queryParam("limit", 3).get(PATH);
        // Then
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.jsonPath().getList("events.message")).containsExactly("newest", "middle", "oldest");
    }

    @Test
    void pagesByTheEventsOwnTimeIfRequested() throws Exception {
        // Given: observed in the opposite order
        var sent = IntStream.range(0, 5)
                .mapToObj(i -> new LogEvent(
                        UUID.randomUUID(),
                        NOON.minusSeconds(i),
                        NOON.plusSeconds(i),
                        Severity.INFO,
                        "late",
                        "number " + i,
                        Map.of(),
                        null,
                        null))
                .toList();
        events.insertIfAbsent(sent);
        var query = Map.of("time", "timestamp", "order", "asc", "from", "2026-01-31T11:59:57Z", "limit", "3");
        // When
        var first = given().queryParams(query).get(PATH).jsonPath();
        var cursor = first.getString("next");
        var second = given().queryParams(query).queryParam("cursor", cursor).get(PATH);
        // Then
        assertThat(first.getList("events.message")).containsExactly("number 3", "number 2", "number 1");
        assertThat(second.jsonPath().getList("events.message")).containsExactly("number 0");
        assertThat(given().queryParam("order", "asc")
                        .queryParam("cursor", cursor)
                        .get(PATH)
                        .jsonPath()
                        .getString("detail"))
                .isEqualTo("cursor: must be the value of next from an earlier page of the same order and time");
        assertThat(given().header("Accept", "application/x-ndjson")
                        .queryParam("time", "timestamp")
                        .queryParam("to", "2026-01-31T12:00:00Z")
                        .get(PATH)
                        .asString()
                        .lines())
                .hasSize(4)
                .first()
                .asString()
                .contains("number 1");
        assertThat(given().queryParam("time", "mine").get(PATH).jsonPath().getString("detail"))
                .isEqualTo("time: must be observed_timestamp or timestamp");
    }

    @Test
    void listsAHundredUnlessAskedForMore() throws Exception {
        // Given
        events.insertIfAbsent(IntStream.range(0, 101)
                .mapToObj(i -> observedAt(Instant.EPOCH.plusSeconds(i), "number " + i))
                .toList());
        // When
        var page = get(PATH).jsonPath().getList("events");
        var more = given().queryParam("limit", 101).get(PATH).jsonPath().getList("events");
        // Then
        assertThat(page).hasSize(100);
        assertThat(more).hasSize(101);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1001", "99999999999", "1.5", "ten"})
    void answers400NamingALimitThatIsNone(String limit) {
        // When
        var answer = given().queryParam("limit", limit).get(PATH);
        // Then
        assertProblem(answer, 400);
        assertThat(answer.jsonPath().getList("violations.field")).containsExactly("limit");
    }

    @Test
    void listsEventsJustAsTheyWerePublished() throws Exception {
        // Given
        var full = fullEvent();
        var event = new LogEvent(
                full.id(),
                full.timestamp(),
                NOON.plusSeconds(1),
                full.severity(),
                full.source(),
                full.message(),
                full.attributes(),
                full.traceId(),
                full.spanId());
        events.insertIfAbsent(List.of(event));
        // When
        var page = given().queryParam("limit", 1).get(PATH);
        // Then
        assertThat(page.body().asString()).isEqualTo("{\"events\":[" + json(event) + "]}");
    }

    @Test
    void goesOnWithoutDoublesAndGapsWhileEventsArrive() throws Exception {
        // Given
        var archived = numbered(0, 25);
        events.insertIfAbsent(archived);
        var paged = new ArrayList<String>();
        @Nullable String cursor = null;
        // When
        for (int page = 0; page < 3; page++) {
            var request = given().queryParam("limit", 10).queryParam("source", "unknown");
            var answer = (cursor == null ? request : request.queryParam("cursor", cursor)).get(PATH);
            paged.addAll(answer.jsonPath().getList("events.message"));
            cursor = answer.jsonPath().getString("next");
            events.insertIfAbsent(numbered(100 + 10 * page, 110 + 10 * page));
        }
        // Then
        assertThat(paged)
                .containsExactlyElementsOf(IntStream.iterate(24, i -> i >= 0, i -> i - 1)
                        .mapToObj(i -> "number " + i)
                        .toList());
        assertThat(cursor).isNull();
    }

    @Test
    void ordersEventsOfOneMomentByTheirIds() throws Exception {
        // Given
        var twins = IntStream.range(0, 20)
                .mapToObj(i -> observedAt(NOON, "twin " + i))
                .toList();
        events.insertIfAbsent(twins);
        // When
        var first = given().queryParam("limit", 7).get(PATH).jsonPath();
        var rest =
                given().queryParam("cursor", first.getString("next")).get(PATH).jsonPath();
        // Then
        var paged = new ArrayList<>(first.<String>getList("events.message"));
        paged.addAll(rest.getList("events.message"));
        assertThat(paged)
                .containsExactlyInAnyOrderElementsOf(
                        twins.stream().map(LogEvent::message).toList());
    }

    @Test
    void listsTheOldestFirstPageByPage() throws Exception {
        // Given
        var archived = numbered(0, 25);
        events.insertIfAbsent(archived);
        var query = given().queryParam("order", "asc").queryParam("limit", 10);
        // When
        var first = query.get(PATH).jsonPath();
        events.insertIfAbsent(numbered(25, 28));
        var second =
                query.queryParam("cursor", first.getString("next")).get(PATH).jsonPath();
        var export = given().queryParam("order", "asc")
                .accept("application/x-ndjson")
                .get(PATH);
        // Then
        var paged = new ArrayList<>(first.<String>getList("events.message"));
        paged.addAll(second.getList("events.message"));
        assertThat(paged)
                .containsExactlyElementsOf(
                        IntStream.range(0, 20).mapToObj(i -> "number " + i).toList());
        assertThat(export.body().asString().lines()).hasSize(28).startsWith(json(archived.get(0)));
    }

    @Test
    void refusesTheCursorOfTheOtherOrder() throws Exception {
        // Given
        events.insertIfAbsent(numbered(0, 2));
        var newest = given().queryParam("limit", 1).get(PATH).jsonPath();
        // When
        var answer = given().queryParam("order", "asc")
                .queryParam("cursor", newest.getString("next"))
                .get(PATH);
        // Then
        assertProblem(answer, 400);
        assertThat(answer.jsonPath().getString("detail")).endsWith("of the same order and time");
    }

    @Test
    void findsWhatTheParametersAskFor() throws Exception {
        // Given
        var full = fullEvent();
        events.insertIfAbsent(List.of(full, observedAt(full.observedTimestamp(), "card declined")));
        // When
        var answer = given().queryParam("severity", "error")
                .queryParam("source", "payments.")
                .queryParam("q", "DECLINED second")
                .queryParam("attr.order", "9007199254740993")
                .queryParam("attr.paid", "false")
                .queryParam("trace_id", "4BF92F3577B34DA6A3CE929D0E0E4736")
                .queryParam("from", "2026-02-01T01:00:00+01:00")
                .queryParam("to", "2026-02-01T00:00:00.000000002Z")
                .get(PATH);
        // Then
        assertThat(answer.body().asString()).isEqualTo("{\"events\":[" + json(full) + "]}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    severity | loud
                    severity | 25
                    source   | a..b
                    source   | .
                    source   | a b
                    q        | ---
                    trace_id | 4bf92f
                    from     | yesterday
                    from     | 2026-01-31
                    to       | 1969-12-31T23:59:59Z
                    to       | 2262-04-12T00:00:00Z
                    cursor   | newest
                    cursor   | AAAA
                    order    | newest
                    attr.    | acme
                    sverity  | error
                    """)
    void answers400NamingTheParameter(String name, String value) {
        // When
        var answer = given().queryParam(name, value).get(PATH);
        // Then
        assertProblem(answer, 400);
        assertThat(answer.jsonPath().getList("violations.field")).containsExactly(name);
    }

    @Test
    void answers400ToAParameterThatIsThereTwice() {
        // When
        var answer = given().queryParam("severity", "info", "error").get(PATH);
        // Then
        assertProblem(answer, 400);
        assertThat(answer.jsonPath().getList("violations.field")).containsExactly("severity");
    }

    @Test
    void exportsEverythingThatMatchesAsJsonLines() throws Exception {
        // Given
        var archived = numbered(0, 2_500);
        events.insertIfAbsent(archived);
        events.insertIfAbsent(List.of(observedAt(NOON.minusSeconds(1), "another")));
        // When
        var export =
                given().accept("application/x-ndjson").queryParam("q", "number").get(PATH);
        // Then
        assertThat(export.contentType()).startsWith("application/x-ndjson");
        assertThat(export.body().asString().lines())
                .hasSize(2_500)
                .startsWith(json(archived.get(2_499)))
                .endsWith(json(archived.get(0)));
    }

    @Test
    void exportsEverythingThatMatchesAsCsv() throws Exception {
        // Given
        var full = fullEvent();
        events.insertIfAbsent(numbered(0, 600));
        events.insertIfAbsent(List.of(full, observedAt(NOON.minusSeconds(1), "say \"hi\", \n=1+1")));
        // When
        var export = given().accept("text/csv; q=0.9").queryParam("q", "-zero").get(PATH);
        // Then
        assertThat(export.contentType()).isEqualTo("text/csv;charset=UTF-8;header=present");
        try (var rows = new CsvMapper()
                .readerForListOf(String.class)
                .with(CsvParser.Feature.WRAP_AS_ARRAY)
                .<List<String>>readValues(export.asByteArray())) {
            var read = rows.readAll();
            assertThat(read).hasSize(603).allMatch(row -> row.size() == 9);
            assertThat(read.get(0))
                    .startsWith("id", "observed_timestamp", "timestamp", "severity")
                    .endsWith("attributes");
            assertThat(read.get(1).get(5)).isEqualTo(full.message());
            assertThat(AttributesJson.read(read.get(1).get(8))).isEqualTo(full.attributes());
            assertThat(read.get(602).get(2)).isEmpty();
            assertThat(read.get(602).get(5)).isEqualTo("say \"hi\", \n=1+1");
        }
    }

    @Test
    void doesNotLetAnExportThatBrokeOffLookComplete() throws Exception {
        // Given: more than the sockets hold, whose buffers grow to some 40 MB
        var big = "x".repeat(20_000);
        events.insertIfAbsent(
                IntStream.range(0, 3_000).mapToObj(i -> observedAt(NOON, big)).toList());
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + PATH))
                .header("Accept", "application/x-ndjson")
                .build();
        var export = HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream());
        assertThat(export.statusCode()).isEqualTo(200);
        // When
        execute("alter table log_event rename to log_event_elsewhere");
        try (var body = export.body()) {
            // Then
            assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);
        } finally {
            execute("alter table log_event_elsewhere rename to log_event");
        }
    }

    private static List<LogEvent> numbered(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> observedAt(NOON.plusSeconds(i), "number " + i))
                .toList();
    }

    private static void assertProblem(Response answer, int status) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.jsonPath().getInt("status")).isEqualTo(status);
    }
}
