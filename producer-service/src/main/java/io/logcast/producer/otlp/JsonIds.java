package io.logcast.producer.otlp;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.ByteString;
import io.logcast.producer.requests.StrictJson;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;

/**
 * The ids of traces and spans in OTLP/JSON. They are in hex, but protobuf's reader decodes them as Base64. For a
 * valid id this can be undone; any other text would be changed, or make the whole request fail.
 */
final class JsonIds {

    private static final Set<String> TRACE_IDS = Set.of("traceId", "trace_id");
    private static final Set<String> SPAN_IDS = Set.of("spanId", "span_id");

    /** Marks the bytes of an invalid id's text: its Base64 begins with a slash, which is not a hex digit. */
    private static final byte TEXT = (byte) 0xFF;

    private final byte[] json;
    private final JsonParser parser;
    private final int start;
    private final ByteArrayOutputStream out;
    private int copied;

    private JsonIds(byte[] json) throws IOException {
        this.json = json;
        this.start = StrictJson.start(json);
        this.parser = StrictJson.parser(json, 0, json.length);
        this.out = new ByteArrayOutputStream(json.length + json.length / 2);
    }

    /** Whether the ids of all records are valid. */
    static boolean areAllOf(ExportLogsServiceRequest request) {
        return request.getResourceLogsList().stream()
                .flatMap(resource -> resource.getScopeLogsList().stream())
                .flatMap(scope -> scope.getLogRecordsList().stream())
                .allMatch(log -> isDecodable(text(log.getTraceId()), OtlpRecord.TRACE_ID_DIGITS)
                        && isDecodable(text(log.getSpanId()), OtlpRecord.SPAN_ID_DIGITS));
    }

    private static boolean isDecodable(String text, int digits) {
        return text.isEmpty() || OtlpRecord.isId(text, digits);
    }

    /** The text of an id that protobuf's reader has read. */
    static String text(ByteString id) {
        return id.size() > 1 && id.byteAt(0) == TEXT
                ? id.substring(1).toStringUtf8()
                : Base64.getEncoder().encodeToString(id.toByteArray());
    }

    /**
     * The same JSON, in which every invalid id is written so that it can be decoded and gives the same text.
     *
     * @param json already checked by {@link StrictJson}
     */
    static byte[] decodable(byte[] json) {
        try {
            return new JsonIds(json).decodable();
        } catch (IOException e) {
            throw new UncheckedIOException("StrictJson has read it before", e);
        }
    }

    private byte[] decodable() throws IOException {
        for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
            if (token == JsonToken.VALUE_STRING && !isDecodable()) {
                replace(parser.getText());
            }
        }
        out.write(json, copied, json.length - copied);
        return out.toByteArray();
    }

    /** Whether the current text is decoded as it should be. */
    private boolean isDecodable() throws IOException {
        var field = String.valueOf(parser.currentName());
        return TRACE_IDS.contains(field)
                ? isDecodable(parser.getText(), OtlpRecord.TRACE_ID_DIGITS)
                : !SPAN_IDS.contains(field) || isDecodable(parser.getText(), OtlpRecord.SPAN_ID_DIGITS);
    }

    /** Replaces the current token by this text, encoded. */
    private void replace(String text) throws IOException {
        var first = start + (int) parser.currentTokenLocation().getByteOffset();
        out.write(json, copied, first - copied);
        var bytes = new ByteArrayOutputStream();
        bytes.write(TEXT);
        bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        out.write('"');
        out.writeBytes(Base64.getEncoder().encode(bytes.toByteArray()));
        out.write('"');
        parser.finishToken();
        copied = start + (int) parser.currentLocation().getByteOffset();
    }
}
