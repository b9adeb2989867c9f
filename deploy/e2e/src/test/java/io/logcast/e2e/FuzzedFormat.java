package io.logcast.e2e;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.util.JsonFormat;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import java.io.IOException;
import java.util.List;

/** A format that the producer takes. */
enum FuzzedFormat {
    JSON("/api/v1/logs", "application/json", FuzzSamples.EVENTS),
    NDJSON("/api/v1/logs", "application/x-ndjson", FuzzSamples.LINES),
    TEXT("/api/v1/logs", "text/plain", FuzzSamples.TEXT),
    CLOUDEVENT("/api/v1/logs", "application/cloudevents+json", FuzzSamples.CLOUD_EVENTS),
    CLOUDEVENTS("/api/v1/logs", "application/cloudevents-batch+json", FuzzSamples.CLOUD_EVENT_BATCHES),
    CLOUDEVENT_BINARY("/api/v1/logs", "application/json", FuzzSamples.DATA),
    OTLP_PROTOBUF("/v1/logs", "application/x-protobuf", List.of(FuzzSamples.EXPORT.toByteArray(), new byte[0])),
    OTLP_JSON("/v1/logs", "application/json", FuzzSamples.exportAsJson()),
    LOKI("/loki/api/v1/push", "application/json", FuzzSamples.PUSHES),
    LOKI_PROTOBUF("/loki/api/v1/push", "application/x-protobuf", FuzzSamples.SNAPPY_PUSHES),
    ELASTICSEARCH("/_bulk", "application/x-ndjson", FuzzSamples.BULKS),
    SPLUNK("/services/collector", "application/json", FuzzSamples.COLLECTED);

    private static final JsonMapper EXACT_JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    final String path;
    final String contentType;
    final List<byte[]> samples;

    FuzzedFormat(String path, String contentType, List<byte[]> samples) {
        this.path = path;
        this.contentType = contentType;
        this.samples = samples;
    }

    /** Whether the answer counts refused records; other formats list ids. */
    boolean isOtlp() {
        return this == OTLP_PROTOBUF || this == OTLP_JSON;
    }

    /** The status of an accepted request. */
    int accepted() {
        return switch (this) {
            case LOKI, LOKI_PROTOBUF -> 204;
            case OTLP_PROTOBUF, OTLP_JSON, ELASTICSEARCH, SPLUNK -> 200;
            default -> 202;
        };
    }

    /** The records of an export that was answered with 200. */
    long records(byte[] body) throws IOException {
        var export = ExportLogsServiceRequest.newBuilder();
        if (this == OTLP_JSON) {
            JsonFormat.parser().ignoringUnknownFields().merge(withoutIds(body), export);
        } else {
            export.mergeFrom(body);
        }
        return export.getResourceLogsList().stream()
                .flatMap(resource -> resource.getScopeLogsList().stream())
                .mapToLong(scope -> scope.getLogRecordsCount())
                .sum();
    }

    /** Ids that cannot be decoded are accepted and become attributes; protobuf's parser fails at them. */
    private static String withoutIds(byte[] body) throws IOException {
        var tree = EXACT_JSON.readTree(body);
        for (var id : List.of("traceId", "trace_id", "spanId", "span_id")) {
            tree.findParents(id).forEach(record -> ((ObjectNode) record).remove(id));
        }
        return tree.toString();
    }
}
