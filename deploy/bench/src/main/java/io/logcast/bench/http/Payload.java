package io.logcast.bench.http;

import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The bodies of requests, which take turns, and the number of events in each. Events have neither id nor time; the
 * producer adds both. On the wire an event is a line of about 256 bytes.
 *
 * @param accepted the status of the answer when all events of a body are confirmed
 */
record Payload(String path, String contentType, int accepted, int events, List<byte[]> bodies) {

    private static final String LOGS = "/api/v1/logs";
    private static final String MESSAGE = "request 4711 of user 42 to endpoint /orders answered with 200 in 17 ms,"
            + " and this is what makes it long enough";

    /** One event a body. Sources take turns, so there are as many routing keys as sources. */
    static Payload single(int keys) {
        return new Payload(
                LOGS,
                "application/json",
                202,
                1,
                IntStream.range(0, keys)
                        .mapToObj(source -> event(source).getBytes(StandardCharsets.UTF_8))
                        .toList());
    }

    /** Many lines a body. Sources take turns across bodies, so there are as many routing keys as sources. */
    static Payload ndjson(int lines, int keys) {
        return lines(
                lines,
                IntStream.range(0, Math.max(1, keys / lines))
                        .mapToObj(body -> IntStream.range(body * lines, (body + 1) * lines)
                                .mapToObj(line -> event(line % keys))));
    }

    /** Many lines a body, with sources and tenants at random: as many routes as there are pairs. */
    static Payload routes(int lines, int keys, int tenants) {
        var random = new Random(1);
        return lines(
                lines,
                Stream.of(IntStream.range(0, lines)
                        .mapToObj(line -> event(random.nextInt(keys))
                                .replaceFirst(
                                        "}$",
                                        ",\"attributes\":{\"tenant\":\"t%d\"}}".formatted(random.nextInt(tenants))))));
    }

    private static Payload lines(int lines, Stream<Stream<String>> bodies) {
        return new Payload(
                LOGS,
                "application/x-ndjson",
                202,
                lines,
                bodies.map(body ->
                                body.collect(Collectors.joining("\n", "", "\n")).getBytes(StandardCharsets.UTF_8))
                        .toList());
    }

    /** Log records of one resource. */
    static Payload otlp(int records) {
        var export = ExportLogsServiceRequest.newBuilder();
        var logs = export.addResourceLogsBuilder();
        logs.getResourceBuilder()
                .addAttributes(KeyValue.newBuilder()
                        .setKey("service.name")
                        .setValue(AnyValue.newBuilder().setStringValue("bench.ingest")));
        var scope = logs.addScopeLogsBuilder();
        for (int i = 0; i < records; i++) {
            scope.addLogRecords(LogRecord.newBuilder()
                    .setTimeUnixNano(1_767_225_600_000_000_000L + i)
                    .setSeverityNumber(SeverityNumber.SEVERITY_NUMBER_INFO)
                    .setBody(AnyValue.newBuilder().setStringValue(MESSAGE)));
        }
        return new Payload(
                "/v1/logs",
                "application/x-protobuf",
                200,
                records,
                List.of(export.build().toByteArray()));
    }

    private static String event(int source) {
        return "{\"severity\":\"INFO\",\"source\":\"bench.s%d\",\"message\":\"%s\"}".formatted(source, MESSAGE);
    }
}
