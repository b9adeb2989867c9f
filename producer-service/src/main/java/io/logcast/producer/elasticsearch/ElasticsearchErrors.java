package io.logcast.producer.elasticsearch;

import io.logcast.http.ErrorForm;
import io.logcast.model.wire.AttributesJson;
import io.logcast.producer.requests.ContentTypes;
import io.quarkus.arc.Unremovable;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Errors of these calls in Elasticsearch's form, including those that never reach a resource. */
@Singleton
@Unremovable
final class ElasticsearchErrors implements ErrorForm {

    private static final Pattern PATHS = Pattern.compile("/|/_.*|/[^/]+/_bulk");
    // Elasticsearch has no protobuf: an exporter of OTLP whose endpoint has no path posts it to the root.
    private static final String PROTOBUF = "application/x-protobuf";
    /** What shippers set up in an Elasticsearch before they send. */
    private static final Pattern SETUP =
            Pattern.compile("/_(index_template|component_template|template|ilm|data_stream|ingest|alias|xpack)(/.*)?");

    private static final String NO_SETUP =
            ". Templates, policies, data streams and pipelines do not exist here, and events need none."
                    + " Configure the client not to set them up";
    private static final int NOT_FOUND = 404;

    @Override
    public boolean isOf(HttpServerRequest request) {
        var path = request.path();
        return path != null && PATHS.matcher(path).matches() && !(path.equals("/") && isProtobuf(request));
    }

    private static boolean isProtobuf(HttpServerRequest request) {
        return PROTOBUF.equals(ContentTypes.typeOf(request.getHeader(HttpHeaders.CONTENT_TYPE)));
    }

    @Override
    public MediaType type(HttpServerRequest request) {
        return MediaType.APPLICATION_JSON_TYPE;
    }

    @Override
    public byte[] body(HttpServerRequest request, int status, String detail) {
        var reason = status == NOT_FOUND && SETUP.matcher(request.path()).matches() ? detail + NO_SETUP : detail;
        var error = error(type(status), reason);
        error.put("root_cause", List.of(error(type(status), reason)));
        var answer = new LinkedHashMap<String, @Nullable Object>();
        answer.put("error", error);
        answer.put("status", (long) status);
        return AttributesJson.write(answer).getBytes(StandardCharsets.UTF_8);
    }

    static LinkedHashMap<String, @Nullable Object> error(String type, String reason) {
        var error = new LinkedHashMap<String, @Nullable Object>();
        error.put("type", type);
        error.put("reason", reason);
        return error;
    }

    private static String type(int status) {
        return switch (status) {
            case 401, 403 -> "security_exception";
            case 404 -> "resource_not_found_exception";
            case 408 -> "timeout_exception";
            case 413 -> "content_too_long_exception";
            case 415 -> "media_type_header_exception";
            case 429, 503 -> "es_rejected_execution_exception";
            case 500 -> "exception";
            default -> "illegal_argument_exception";
        };
    }
}
