package io.logcast.producer.splunk;

import io.logcast.model.wire.AttributesJson;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answers of a collector.
 *
 * @see <a href="https://docs.splunk.com/Documentation/Splunk/latest/Data/TroubleshootHTTPEventCollector">Splunk's codes</a>
 */
enum CollectorAnswer {
    SUCCESS(0, "Success"),
    TOKEN_REQUIRED(2, "Token is required"),
    INVALID_TOKEN(4, "Invalid token"),
    NO_DATA(5, "No data"),
    INVALID_FORMAT(6, "Invalid data format"),
    INTERNAL_ERROR(8, "Internal server error"),
    BUSY(9, "Server is busy"),
    NO_CHANNEL(10, "Data channel is missing"),
    INVALID_CHANNEL(11, "Invalid data channel"),
    EVENT_REQUIRED(12, "Event field is required"),
    EVENT_BLANK(13, "Event field cannot be blank"),
    HEALTHY(17, "HEC is healthy"),
    TOO_LARGE(27, "Request entity too large"),
    NOT_FOUND(404, "The requested URL was not found on this server.");

    private final long code;
    private final String text;

    CollectorAnswer(long code, String text) {
        this.code = code;
        this.text = text;
    }

    /** The answer without anything else. */
    Response response(Response.Status status) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON)
                .entity(json(Map.of()))
                .build();
    }

    /** As JSON, with the id by which the sender may ask for the acknowledgement. */
    byte[] jsonOf(long ackId) {
        return json(Map.of("ackId", ackId));
    }

    /** As JSON, with a reason in our own words, which Splunk does not have. */
    byte[] json(String detail) {
        return json(Map.of("detail", detail));
    }

    /** The same for the fault of one event, whose number is counted from 0. */
    byte[] json(String detail, long event) {
        var more = new LinkedHashMap<String, @Nullable Object>();
        more.put("invalid-event-number", event);
        more.put("detail", detail);
        return json(more);
    }

    private byte[] json(Map<String, ? extends @Nullable Object> more) {
        var answer = new LinkedHashMap<String, @Nullable Object>();
        answer.put("text", text);
        answer.put("code", code);
        answer.putAll(more);
        return AttributesJson.write(answer).getBytes(StandardCharsets.UTF_8);
    }
}
