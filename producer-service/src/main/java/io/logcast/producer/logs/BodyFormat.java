package io.logcast.producer.logs;

import io.logcast.producer.fields.JsonBody;
import io.logcast.producer.fields.PythonForm;
import io.logcast.producer.requests.RefusedException;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The format of a body, according to the request's content type. */
enum BodyFormat {
    JSON,
    LINES_OF_JSON,
    LINES_OF_TEXT,
    CLOUD_EVENT,
    CLOUD_EVENTS,
    /** The header gives no format: it is absent, or names arbitrary bytes, or a form, as {@code curl -d} does. */
    UNSAID;

    static final String NDJSON = "application/x-ndjson";
    static final String CLOUDEVENT = "application/cloudevents+json";
    static final String CLOUDEVENTS = "application/cloudevents-batch+json";

    private static final Set<Charset> CHARSETS = Set.of(StandardCharsets.UTF_8, StandardCharsets.US_ASCII);

    /** @throws RefusedException 415 if it is none of these, or not UTF-8 */
    static BodyFormat of(@Nullable String contentType) {
        return contentType == null || contentType.isBlank() ? UNSAID : named(withoutParameters(contentType));
    }

    private static BodyFormat named(String type) {
        return switch (type) {
            case MediaType.APPLICATION_JSON -> JSON;
            case NDJSON -> LINES_OF_JSON;
            case MediaType.TEXT_PLAIN -> LINES_OF_TEXT;
            case CLOUDEVENT -> CLOUD_EVENT;
            case CLOUDEVENTS -> CLOUD_EVENTS;
            case MediaType.APPLICATION_OCTET_STREAM, MediaType.APPLICATION_FORM_URLENCODED -> UNSAID;
            default -> throw unsupported();
        };
    }

    /**
     * The media type without parameters. A charset parameter is allowed only if it is a name of UTF-8 or US-ASCII; the
     * body is always read as UTF-8.
     */
    private static String withoutParameters(String contentType) {
        try {
            var type = MediaType.valueOf(contentType);
            var charset = type.getParameters().getOrDefault(MediaType.CHARSET_PARAMETER, "utf-8");
            if (CHARSETS.contains(Charset.forName(charset))) {
                return (type.getType() + "/" + type.getSubtype()).toLowerCase(Locale.ROOT);
            }
        } catch (IllegalArgumentException e) {
            // Not a media type, or not a charset.
        }
        throw unsupported();
    }

    /** Whether the body may be read leniently (other field names). */
    boolean isLoose() {
        return this == JSON || this == LINES_OF_JSON || this == UNSAID;
    }

    /**
     * JSON, for a body without a usable content type.
     *
     * @throws RefusedException 415 if it does not begin as JSON does
     */
    static byte[] json(byte[] body) {
        return JsonBody.beginsAsJson(body) ? body : PythonForm.asJson(body).orElseThrow(BodyFormat::unsupported);
    }

    static RefusedException unsupported() {
        return new RefusedException(
                RefusedException.UNSUPPORTED,
                "Content-Type must be %s, %s, %s, %s or %s, in UTF-8; if it is missing, the body must begin as JSON does"
                        .formatted(MediaType.APPLICATION_JSON, NDJSON, MediaType.TEXT_PLAIN, CLOUDEVENT, CLOUDEVENTS));
    }
}
