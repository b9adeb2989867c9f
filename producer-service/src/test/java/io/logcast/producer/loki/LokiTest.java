package io.logcast.producer.loki;

import static io.logcast.producer.LogEventFixtures.ID;
import static io.logcast.producer.LogEventFixtures.aside;
import static io.logcast.producer.LogEventFixtures.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.CodedOutputStream;
import io.logcast.model.event.LogEvent;
import io.logcast.model.event.Severity;
import io.logcast.producer.InMemoryChannels;
import io.logcast.producer.LogsChannelTest;
import io.logcast.producer.requests.RefusedException;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.compression.Snappy;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(InMemoryChannels.class)
class LokiTest extends LogsChannelTest {

    private static final String PATH = "/loki/api/v1/push";
    private static final String JSON = "application/json";
    private static final String PROTOBUF = "application/x-protobuf";
    private static final Instant TIME = Instant.ofEpochSecond(0, 1769903999123456789L);

    private static final String ONE_ENTRY = """
            {"streams":[{"stream":{"service_name":"payments/api","level":"warning","env":"prod"},
             "values":[["1769903999123456789","card declined",{"order":"4711","trace_id":"4bf92f3577b34da6a3ce929d0e0e4736"}]]}]}""";

    @Test
    void carriesOverWhatAnEntryOfJsonHas() {
        // When
        var answer = post(JSON, ONE_ENTRY);
        // Then
        assertThat(answer.statusCode()).isEqualTo(204);
        assertEntry(onlyOne());
    }

    @Test
    void readsTheSameOfSnappyAndProtobuf() throws Exception {
        // When
        var answer = post(PROTOBUF, snappy(push()));
        // Then
        assertThat(answer.statusCode()).isEqualTo(204);
        assertEntry(onlyOne());
    }

    @Test
    void takesSnappyWhereTheHeaderNamesItToo() throws Exception {
        // When
        var answer = request(PROTOBUF)
                .header("Content-Encoding", "snappy")
                .body(snappy(push()))
                .post(PATH);
        // Then
        assertThat(answer.statusCode()).isEqualTo(204);
        assertEntry(onlyOne());
    }

    @Test
    void takesJsonInGzip() throws Exception {
        // Given
        var gzip = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(gzip)) {
            out.write(ONE_ENTRY.getBytes(StandardCharsets.UTF_8));
        }
        // When
        var answer = request(JSON)
                .header("Content-Encoding", "gzip")
                .body(gzip.toByteArray())
                .post(PATH);
        // Then
        assertThat(answer.statusCode()).isEqualTo(204);
        assertEntry(onlyOne());
    }

    private static void assertEntry(LogEvent event) {
        assertThat(event.timestamp()).isEqualTo(TIME);
        assertThat(event.message()).isEqualTo("card declined");
        assertThat(event.source()).isEqualTo("payments.api");
        assertThat(event.severity()).isEqualTo(Severity.WARN);
        assertThat(event.traceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(event.attributes())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("service_name", "payments/api", "level", "warning", "env", "prod", "order", "4711"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"level\":\"error\"}                             | {}                             | ERROR",
                "{\"level\":\"error\"}                             | {\"level\":\"debug\"}          | DEBUG",
                "{\"detected_level\":\"critical\"}                 | {}                             | ERROR2",
                "{\"level\":\"error\"}                             | {\"detected_level\":\"info\"}  | INFO",
                "{\"severity\":\"fatal\",\"level\":\"error\"}      | {}                             | FATAL",
                "{\"level\":\"loud\"}                              | {}                             | WARN4"
            })
    void findsTheSeverityInMetadataAndLabels(String labels, String metadata, Severity severity) {
        // When
        var answer = request(JSON)
                .queryParam("severity", "WARN4")
                .body("{\"streams\":[{\"values\":[[\"1\",\"a line\",%s]],\"stream\":%s}]}".formatted(metadata, labels))
                .post(PATH);
        // Then
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(onlyOne().severity()).isEqualTo(severity);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"service_name\":\"a\",\"app\":\"b\"}              | a",
                "{\"job\":\"d/e\",\"app\":\"b\"}                     | b",
                "{\"job\":\"d/e\"}                                   | d.e",
                "{\"source\":\"stdout\"}                             | asked",
                "{\"host\":\"web-1\"}                                | asked",
                "{}                                                  | asked"
            })
    void findsTheSourceInLabels(String labels, String source) {
        // When
        request(JSON)
                .queryParam("source", "asked")
                .body("{\"streams\":[{\"stream\":%s,\"values\":[[\"1\",\"a line\"]]}]}".formatted(labels))
                .post(PATH);
        // Then
        assertThat(onlyOne().source()).isEqualTo(source);
    }

    @Test
    void takesTheHostWhereNothingElseNamesASource() {
        // When
        post(JSON, "{\"streams\":[{\"stream\":{\"host\":\"web-1\"},\"values\":[[\"1\",\"a line\"]]}]}");
        // Then
        assertThat(onlyOne().source()).isEqualTo("web-1");
        assertThat(onlyOne().attributes()).containsEntry("host", "web-1");
    }

    @Test
    void keepsWhatAnEventHasNoPlaceFor() {
        // When
        var answer = request(JSON)
                .queryParam("attr.env", "test")
                .queryParam("attr.team", "cards")
                .body("""
                        {"streams":[{"stream":{"id":"%s","message":"of the label","env":"prod","both":"label"},
                         "values":[["never","a line",{"both":"metadata","n":1,"deep":{"a":[true]}}]]}]}""".formatted(ID))
                .post(PATH);
        // Then
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(onlyOne().id()).isNotEqualTo(UUID.fromString(ID));
        assertThat(onlyOne().message()).isEqualTo("a line");
        assertThat(onlyOne().timestamp()).isNull();
        assertThat(onlyOne().attributes())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "id", ID,
                        "message", "of the label",
                        "env", "prod",
                        "team", "cards",
                        "both", "metadata",
                        "both.original", "label",
                        "n", 1L,
                        "deep", Map.of("a", List.of(true)),
                        "timestamp", "never"));
    }

    @Test
    void givesAnEntryTheIdOfItsMetadata() {
        // When
        post(JSON, "{\"streams\":[{\"stream\":{},\"values\":[[\"1\",\"a line\",{\"id\":\"%s\"}]]}]}".formatted(ID));
        // Then
        assertThat(onlyOne().id()).isEqualTo(UUID.fromString(ID));
    }

    @Test
    void storesTheOthersOfAnEntryThatCannotBeTaken() {
        // When
        var answer = post(
                JSON,
                "{\"streams\":[{\"stream\":{},\"values\":[[\"1\",\"a\"],[\"2\",\"%s\"],[\"3\",\"c\"]]}]}"
                        .formatted("x".repeat(65_537)));
        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.contentType()).startsWith("text/plain");
        assertThat(answer.asString())
                .isEqualTo(
                        "1 of 3 entries were not accepted, the others are stored. Entry 2: message: must have at most"
                                + " 65536 bytes of UTF-8\n");
        assertThat(publishedEvents()).extracting(LogEvent::message).containsExactly("a", "c");
    }

    @Test
    void refusesALineThatIsNotUtf8Alone() throws Exception {
        // Given
        var broken = message(out -> out.writeByteArray(2, new byte[] {(byte) 0xFF}));
        var fine = message(out -> out.writeString(2, "fine"));
        var stream = message(out -> {
            out.writeString(1, "{}");
            out.writeByteArray(2, broken);
            out.writeByteArray(2, fine);
        });
        // When
        var answer = post(PROTOBUF, snappy(message(out -> out.writeByteArray(1, stream))));
        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.asString()).contains("Entry 1: line: is not UTF-8");
        assertThat(publishedEvents()).extracting(LogEvent::message).containsExactly("fine");
    }

    @Test
    void saysThatItIsToBeSentAgainIfTheBrokerDoesNotStoreIt() {
        // Given
        confirms.hold();
        // When
        var waiting = aside(() -> post(JSON, ONE_ENTRY));
        await().atMost(PATIENCE).until(() -> confirms.sent() == 1);
        confirms.refuseAll(new IllegalStateException("gone"));
        // Then
        var answer = waiting.join();
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isNotBlank();
        assertThat(answer.contentType()).startsWith("text/plain");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nope",
                "[]",
                "null",
                "{\"streams\":{}}",
                "{\"streams\":[1]}",
                "{\"streams\":[{\"stream\":[]}]}",
                "{\"streams\":[{\"stream\":{\"a\":[]}}]}",
                "{\"streams\":[{\"values\":{}}]}",
                "{\"streams\":[{\"values\":[1]}]}",
                "{\"streams\":[{\"values\":[[]]}]}",
                "{\"streams\":[{\"values\":[[\"1\"]]}]}",
                "{\"streams\":[{\"values\":[[\"1\",{}]]}]}",
                "{\"streams\":[{\"values\":[[\"1\",\"a\",1]]}]}"
            })
    void answers400ToAnotherBody(String body) {
        for (var type : List.of(JSON, PROTOBUF)) {
            if (body.isEmpty() && type.equals(PROTOBUF)) {
                continue;
            }
            var answer = post(type, body);
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.contentType()).startsWith("text/plain");
            assertThat(answer.asString()).startsWith("The body is not").doesNotContain("java", "google", "JsonToken");
        }
        assertThat(publishedEvents()).isEmpty();
    }

    @Test
    void answersInItsOwnFormWhateverIsWrong() {
        assertThat(post("text/csv", "a").statusCode()).isEqualTo(415);
        assertThat(post("text/csv", "a").asString())
                .isEqualTo("Content-Type must be application/json or application/x-protobuf\n");
        assertThat(request(JSON).get(PATH).contentType()).startsWith("text/plain");
        var unknown = request(JSON).queryParam("no-such", "1").body("{}").post(PATH);
        assertThat(unknown.statusCode()).isEqualTo(400);
        assertThat(unknown.asString()).startsWith("no-such: unknown query parameter");
    }

    @Test
    void makesNothingThatIsLargerThanABodyMayBe() throws Exception {
        // Given: 16 MiB and a byte, a few bytes that claim to be 4 GiB, and a block that copies more than it claims
        var large = snappy(new byte[16 * 1024 * 1024 + 1]);
        var liar = new byte[] {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x0F, 0};
        var more = new byte[] {4, 0, 'a', (byte) 0xFE, 1, 0, (byte) 0xFE, 1, 0};
        // Then
        assertThat(post(PROTOBUF, large).statusCode()).isEqualTo(413);
        assertThat(post(PROTOBUF, liar).statusCode()).isEqualTo(413);
        assertThat(post(PROTOBUF, more).statusCode()).isEqualTo(400);
    }

    @Test
    void answers400ToALengthOfSnappyThatIsNegativeAsAnInt() {
        byte[] block = {10, (byte) (63 << 2), (byte) 0xFE, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 1, 2, 3};
        assertThat(post(PROTOBUF, block).statusCode()).isEqualTo(400);
    }

    @Test
    void countsLabelsBeforeItMakesThem() throws Exception {
        // Given
        var stream = message(out -> {
            out.writeString(1, "{a=\"\",b=\"\",c=\"\"}");
            out.writeByteArray(2, new byte[0]);
        });
        var push = snappy(message(out -> out.writeByteArray(1, stream)));
        // Then: counted as a stream, three labels and an entry
        assertThat(new ProtobufPush(1024).elements(push)).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource({"1025, 1", "2, 40000"})
    void refusesEntriesWhoseStreamHasTooManyLabels(int labels, int length) {
        // Given
        var large = IntStream.range(0, labels)
                .mapToObj(i -> "\"l%d\":\"%s\"".formatted(i, "x".repeat(length)))
                .collect(Collectors.joining(","));
        // When
        var answer = post(
                JSON,
                "{\"streams\":[{\"stream\":{%s},\"values\":[[\"1\",\"a\"]]},{\"values\":[[\"1\",\"fine\"]]}]}"
                        .formatted(large));
        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.asString()).contains("Entry 1: stream: must have at most 1024 labels");
        assertThat(publishedEvents()).extracting(LogEvent::message).containsExactly("fine");
    }

    @Test
    void keepsMetadataThatRepeatsItsNameOften() throws IOException {
        // Given
        var entry = message(out -> {
            out.writeString(2, "a line");
            for (int i = 0; i < 150; i++) {
                out.writeByteArray(3, metadata("n", String.valueOf(i)));
            }
        });
        var stream = message(out -> {
            out.writeString(1, "{app=\"a\"}");
            out.writeByteArray(2, entry);
        });
        // When
        var answer = post(PROTOBUF, snappy(message(out -> out.writeByteArray(1, stream))));
        // Then
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(onlyOne().attributes()).containsEntry("n", "0").containsEntry("n.original.62", "62");
        assertThat(onlyOne().attributes().get("more"))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("n.original.149", "149");
    }

    @Test
    void countsWhatItRefuses() {
        // Given
        var before = refusals("loki", "malformed");
        // When
        post(JSON, "nope");
        // Then
        assertThat(refusals("loki", "malformed")).isEqualTo(before + 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|{}",
                "{a=\"b\"}|{a=b}",
                "{ a = \"b\" , c=`d\\`, }|{a=b, c=d\\}",
                "{a=\"q\\\"\\\\\\x41\\u00fc\\U0001F600\\101\"}|{a=q\"\\Aü😀A}",
                "{\"service.name\"=\"x\"}|{service.name=x}"
            })
    void readsLabelsAsPrometheusWritesThem(String text, String labels) {
        assertThat(LabelsText.read(text).toString()).isEqualTo(labels);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{a",
                "{a=",
                "{a=}",
                "{a=b}",
                "{a=\"b\"",
                "{a=\"b\\\"}",
                "{a=\"\\xZZ\"}",
                "{=\"b\"}",
                "{} x",
                "{a=\"b\" c=\"d\"}",
                "{a=\"\\U11111111\"}"
            })
    void refusesOtherLabels(String text) {
        assertThat(catchThrowable(() -> LabelsText.read(text)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("labels must look like");
    }

    private static Response post(String contentType, String body) {
        return post(contentType, body.getBytes(StandardCharsets.UTF_8));
    }

    private static Response post(String contentType, byte[] body) {
        return request(contentType).body(body).post(PATH);
    }

    /** The entry of {@link #ONE_ENTRY}. */
    private static byte[] push() throws IOException {
        var time = message(out -> {
            out.writeInt64(1, 1_769_903_999L);
            out.writeInt32(2, 123_456_789);
        });
        var entry = message(out -> {
            out.writeByteArray(1, time);
            out.writeString(2, "card declined");
            out.writeByteArray(3, metadata("order", "4711"));
            out.writeByteArray(3, metadata("trace_id", "4bf92f3577b34da6a3ce929d0e0e4736"));
        });
        var stream = message(out -> {
            out.writeString(1, "{service_name=\"payments/api\", level=\"warning\", env=\"prod\"}");
            out.writeByteArray(2, entry);
            out.writeUInt64(3, 42);
        });
        return message(out -> out.writeByteArray(1, stream));
    }

    private static byte[] metadata(String name, String value) throws IOException {
        return message(out -> {
            out.writeString(1, name);
            out.writeString(2, value);
        });
    }

    private interface Fields {
        void write(CodedOutputStream out) throws IOException;
    }

    private static byte[] message(Fields fields) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = CodedOutputStream.newInstance(bytes);
        fields.write(out);
        out.flush();
        return bytes.toByteArray();
    }

    private static byte[] snappy(byte[] bytes) {
        var block = Unpooled.buffer();
        new Snappy().encode(Unpooled.wrappedBuffer(bytes), block, bytes.length);
        return ByteBufUtil.getBytes(block);
    }
}
