package io.logcast.e2e;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.resource.v1.Resource;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Bodies that the producer accepts, as a start for breaking them; {@code {n}} becomes the body's number. */
final class FuzzSamples {

    static final List<byte[]> EVENTS = bytes(
            "{\"message\":\"Hello World!\"}",
            """
            {"timestamp":"2026-01-31T23:59:59.123456789Z","severity":"ERROR2","source":"payments.api",
             "message":"card declined \\u00fc","attributes":{"tenant":"acme","order":4711,"ratio":0.5,"paid":false,
             "tags":["a",1,null],"nested":{"env":"none"}},"trace_id":"4bf92f3577b34da6a3ce929d0e0e4736",
             "span_id":"00f067aa0ba902b7"}""",
            "{\"id\":\"0198f0c4-7d1e-7a50-8f0a-3b5c2d1e4f60\",\"message\":\"\",\"severity\":24}");

    static final List<byte[]> LINES = bytes("""
            {"message":"one","source":"a"}
            {"message":"two","source":"b.c","severity":"WARN"}

            {"message":"three","attributes":{"tenant":"acme","n":1}}
            {"message":"four","source":"a","timestamp":"2026-01-31T23:59:59Z"}
            """);

    static final List<byte[]> TEXT = bytes("one\ntwo\r\n\n  Grüße\n", "a line without an end");

    static final List<byte[]> CLOUD_EVENTS = bytes("""
            {"specversion":"1.0","id":"A{n}","source":"https://example.com/orders","type":"order.shipped",
             "time":"2026-01-31T23:59:59Z","subject":"4711","datacontenttype":"application/json",
             "severitynumber":17,"traceparent":"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
             "data":{"order":4711,"lines":[1,2,{"a":null}]}}""", """
            {"specversion":"1.0","id":"B{n}","source":"/","type":"t","data_base64":"AP8B","datacontenttype":"a/b"}""");

    static final List<byte[]> CLOUD_EVENT_BATCHES = bytes("[]", """
            [{"specversion":"1.0","id":"C{n}","source":"/orders","type":"order.shipped","data":"text"},
             {"specversion":"1.0","id":"D{n}","source":"/orders","type":"order.paid","comexample":true},
             {"specversion":"1.0","id":"E{n}","source":"urn:x","type":"t","time":"2026-01-31T23:59:59.5+01:00"}]""");

    static final List<byte[]> PUSHES = bytes("{\"streams\":[]}", """
            {"streams":[{"stream":{"service_name":"payments/api","level":"warning","n":"{n}"},
             "values":[["1769903999123456789","card declined \\u00fc",{"order":"4711"}],["1","two"],["2","three",{}]]}]}""");

    /** One entry, encoded by hand, with a literal and a copy of Snappy. */
    static final List<byte[]> SNAPPY_PUSHES = Stream.of(
                    "30bc0a2e0a097b6170703d2261227d12210a0608ffaefacb06121768656c6c6f2068656c6c6f2068656c6c6f2068656c6c6f",
                    "30780a2e0a097b6170703d2261227d12210a0608ffaefacb06121768656c6c6f20420600")
            .map(HexFormat.of()::parseHex)
            .toList();

    static final List<byte[]> BULKS = bytes("""
            {"create":{"_index":"logs"}}
            {"@timestamp":"2026-01-31T23:59:59.123Z","log":{"level":"error"},"message":"card declined","service":{"name":"a"}}
            {"index":{"_index":"logs","_id":"G{n}"}}
            {"message":"two","attributes":{"n":1}}
            {"delete":{"_id":"1"}}
            """);

    static final List<byte[]> COLLECTED =
            bytes("""
            {"time":1769903999.123,"host":"web-1","source":"a","fields":{"n":1},"event":{"message":"one","level":"warn"}}
            {"event":"two"}""", "{\"event\":[1,{\"a\":null}],\"time\":\"1769903999\"}{\"event\":false}");

    static final List<byte[]> DATA = bytes("{\"order\":4711}", "text", "");

    /** For binary mode: a good value first, then bad ones; empty for no header. */
    static final Map<String, List<String>> HEADERS = Map.of(
            "ce-specversion", List.of("1.0", "0.3", "2.0", "%31.0"),
            "ce-id", List.of("F{n}", "F", "", "%00", "%ud800", "x".repeat(2_000)),
            "ce-source", List.of("https://example.com/orders", "/", "", "://", "%", "a b", "x".repeat(300)),
            "ce-type", List.of("order.shipped", ""),
            "ce-time", List.of("2026-01-31T23:59:59Z", "", "yesterday", "9999-12-31T23:59:60Z", "0000-00-00"),
            "ce-severitynumber", List.of("", "17", "0", "25", "99999999999999999999", "-1", "1e1"),
            "ce-traceparent", List.of("", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "00-0-0-0", "-"),
            "ce-subject", List.of("", "%F0%9F%98%80", "%C3%28", "%"),
            "ce-comexampleextension", List.of("", "value", "%0A%0D%00"));

    static final ExportLogsServiceRequest EXPORT = ExportLogsServiceRequest.newBuilder()
            .addResourceLogs(ResourceLogs.newBuilder()
                    .setSchemaUrl("https://opentelemetry.io/schemas/1.21.0")
                    .setResource(Resource.newBuilder().addAttributes(attribute("service.name", text("payments/api"))))
                    .addScopeLogs(ScopeLogs.newBuilder()
                            .setScope(InstrumentationScope.newBuilder()
                                    .setName("io.example.Cards")
                                    .addAttributes(attribute("scoped", text("yes"))))
                            .addLogRecords(LogRecord.newBuilder()
                                    .setTimeUnixNano(1769903999123456789L)
                                    .setSeverityNumberValue(18)
                                    .setSeverityText("SEVERE")
                                    .setBody(text("card declined"))
                                    .addAttributes(attribute(
                                            "order",
                                            AnyValue.newBuilder()
                                                    .setIntValue(4711)
                                                    .build()))
                                    .addAttributes(attribute(
                                            "tags",
                                            AnyValue.newBuilder()
                                                    .setArrayValue(ArrayValue.newBuilder()
                                                            .addValues(text("a"))
                                                            .addValues(AnyValue.newBuilder()
                                                                    .setDoubleValue(0.5)))
                                                    .build()))
                                    .setTraceId(ByteString.copyFrom(new byte[] {
                                        75, -7, 47, 53, 119, -77, 77, -90, -93, -50, -110, -99, 14, 14, 71, 54
                                    }))
                                    .setSpanId(ByteString.copyFrom(new byte[] {0, -16, 103, -86, 11, -87, 2, -73})))
                            .addLogRecords(LogRecord.newBuilder()
                                    .setObservedTimeUnixNano(1769903999123456789L)
                                    .setEventName("an.event")
                                    .setFlags(1)
                                    .setDroppedAttributesCount(2))))
            .build();

    private FuzzSamples() {}

    private static List<byte[]> bytes(String... texts) {
        return Stream.of(texts)
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    private static AnyValue text(String text) {
        return AnyValue.newBuilder().setStringValue(text).build();
    }

    private static KeyValue attribute(String key, AnyValue value) {
        return KeyValue.newBuilder().setKey(key).setValue(value).build();
    }

    static List<byte[]> exportAsJson() {
        try {
            return bytes(JsonFormat.printer().print(EXPORT), "{}");
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }
}
