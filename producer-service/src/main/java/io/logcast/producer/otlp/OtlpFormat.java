package io.logcast.producer.otlp;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.logcast.model.wire.AttributesJson;
import io.logcast.producer.requests.ContentTypes;
import io.logcast.producer.requests.RefusedException;
import io.logcast.producer.requests.StrictJson;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.EntityRef;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import io.opentelemetry.proto.resource.v1.Resource;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The two encodings of OTLP/HTTP. */
// Protobuf's JSON reads and writes fields by their methods' names.
@RegisterForReflection(
        targets = {
            AnyValue.class,
            ArrayValue.class,
            EntityRef.class,
            ExportLogsPartialSuccess.class,
            ExportLogsServiceRequest.class,
            ExportLogsServiceResponse.class,
            InstrumentationScope.class,
            KeyValue.class,
            KeyValueList.class,
            LogRecord.class,
            Resource.class,
            ResourceLogs.class,
            ScopeLogs.class,
            SeverityNumber.class
        })
enum OtlpFormat {
    PROTOBUF(OtlpFormat.PROTOBUF_TYPE, "it is not protobuf of that type, or ends too early, or is nested too deep") {
        @Override
        int elements(byte[] body) {
            return Elements.count(body, ExportLogsServiceRequest.getDescriptor());
        }

        @Override
        ExportLogsServiceRequest parse(byte[] body) throws InvalidProtocolBufferException {
            return ExportLogsServiceRequest.parseFrom(body);
        }

        @Override
        String id(ByteString bytes) {
            return HexFormat.of().formatHex(bytes.toByteArray());
        }

        @Override
        byte[] write(ExportLogsServiceResponse response) {
            return response.toByteArray();
        }

        @Override
        byte[] status(String message) {
            var bytes = new ByteArrayOutputStream();
            try {
                // google.rpc.Status: code = 1, message = 2
                var out = CodedOutputStream.newInstance(bytes);
                out.writeInt32(1, UNKNOWN);
                out.writeString(2, message);
                out.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return bytes.toByteArray();
        }
    },

    JSON(OtlpFormat.JSON_TYPE, "a field has a value of the wrong type") {
        @Override
        int elements(byte[] body) {
            return StrictJson.elements(body, JsonScalars::check);
        }

        @Override
        ExportLogsServiceRequest parse(byte[] body) throws InvalidProtocolBufferException {
            try {
                var request = merged(body);
                if (JsonIds.areAllOf(request)) {
                    return request;
                }
            } catch (InvalidProtocolBufferException e) {
                // An invalid id may have caused it: tried again below with ids that can be decoded.
            }
            return merged(JsonIds.decodable(body));
        }

        private static ExportLogsServiceRequest merged(byte[] body) throws InvalidProtocolBufferException {
            var request = ExportLogsServiceRequest.newBuilder();
            var start = StrictJson.start(body);
            var json = new String(body, start, body.length - start, StandardCharsets.UTF_8);
            JsonFormat.parser().ignoringUnknownFields().merge(json, request);
            return request.build();
        }

        @Override
        String id(ByteString bytes) {
            return JsonIds.text(bytes);
        }

        @Override
        byte[] write(ExportLogsServiceResponse response) throws InvalidProtocolBufferException {
            return JsonFormat.printer().print(response).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        byte[] status(String message) {
            return AttributesJson.write(Map.of("code", (long) UNKNOWN, "message", message))
                    .getBytes(StandardCharsets.UTF_8);
        }
    };

    static final String PROTOBUF_TYPE = "application/x-protobuf";
    static final String JSON_TYPE = "application/json";

    /** The google.rpc.Code of errors without a better one. */
    private static final int UNKNOWN = 2;

    private final String contentType;
    private final String malformed;

    /** @param malformed describes a body that is not a request */
    OtlpFormat(String contentType, String malformed) {
        this.contentType = contentType;
        this.malformed = malformed;
    }

    /** The encoding of the content type; null for another content type, or none. */
    static @Nullable OtlpFormat of(@Nullable String contentType) {
        return switch (ContentTypes.typeOf(contentType)) {
            case PROTOBUF_TYPE -> PROTOBUF;
            case JSON_TYPE -> JSON;
            default -> null;
        };
    }

    String contentType() {
        return contentType;
    }

    /** @throws RefusedException 400 if the body is not a request */
    ExportLogsServiceRequest request(byte[] body) {
        try {
            return parse(body);
        } catch (InvalidProtocolBufferException e) {
            // Not the parser's message, which names its own settings and types.
            throw new RefusedException(
                    RefusedException.BAD_REQUEST, "The body is not an ExportLogsServiceRequest: " + malformed, e);
        }
    }

    /**
     * How many objects the request will become.
     *
     * @throws RefusedException 400 if it is not even JSON, or has a value of the wrong type or a number that is dangerous to
     *     parse
     */
    abstract int elements(byte[] body);

    abstract ExportLogsServiceRequest parse(byte[] body) throws InvalidProtocolBufferException;

    /** The id of a trace or a span as text: in hex, if it is one. */
    abstract String id(ByteString bytes);

    abstract byte[] write(ExportLogsServiceResponse response) throws InvalidProtocolBufferException;

    /** A google.rpc.Status, which OTLP demands for all errors. */
    abstract byte[] status(String message);
}
