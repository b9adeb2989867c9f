package io.logcast.e2e;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import java.nio.charset.StandardCharsets;
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
    long records(byte[] body) throws InvalidProtocolBufferException {
        var export = ExportLogsServiceRequest.newBuilder();
        if (this == OTLP_JSON) {
            JsonFormat.parser().ignoringUnknownFields().merge(new String(body, StandardCharsets.UTF_8), export);
        } else {
            export.mergeFrom(body);
        }
        return export.getResourceLogsList().stream()
                .flatMap(resource -> resource.getScopeLogsList().stream())
                .mapToLong(scope -> scope.getLogRecordsCount())
                .sum();
    }
}
