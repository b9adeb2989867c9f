package io.logcast.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.StatusType;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An error as <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a> problem details. It is made of text, numbers,
 * maps and lists, and written here, so that no reflection is needed in a native executable.
 */
public final class Problem {

    public static final MediaType TYPE = new MediaType("application", "problem+json");

    private final StatusType status;
    private final Map<String, Object> members = new LinkedHashMap<>();
    private final Map<String, Object> headers = new LinkedHashMap<>();

    private Problem(StatusType status, String detail) {
        this.status = status;
        with("status", status.getStatusCode());
        with("title", status.getReasonPhrase());
        with("detail", detail);
    }

    /** @param detail in the caller's words: what is wrong, naming the field or the parameter */
    public static Problem of(StatusType status, String detail) {
        return new Problem(status, detail);
    }

    /** @param status such as 422, with the reason that RFC 9110 gives it */
    public static Problem of(int status, String detail) {
        return new Problem(HttpStatus.of(status), detail);
    }

    /** Adds a member: text, a number, a boolean, or maps and lists of such. */
    public Problem with(String member, Object value) {
        members.put(member, value);
        return this;
    }

    public Problem header(String name, Object value) {
        headers.put(name, value);
        return this;
    }

    /** Says when to send the request again. */
    public Problem retryAfter(int seconds) {
        return header(HttpHeaders.RETRY_AFTER, seconds);
    }

    public Response response() {
        var response = Response.status(status).type(TYPE).entity(json());
        headers.forEach(response::header);
        return response.build();
    }

    /** Answers a request that does not reach JAX-RS, in the form of the request's errors. */
    public void answer(HttpServerRequest request) {
        var form = ErrorForm.of(request);
        var type = form.map(other -> other.type(request)).orElse(TYPE);
        var code = status.getStatusCode();
        var response = request.response();
        response.setStatusCode(form.map(other -> other.status(request, code)).orElse(code))
                .putHeader(HttpHeaders.CONTENT_TYPE, type.toString());
        headers.forEach((name, value) -> response.putHeader(name, String.valueOf(value)));
        var unused = response.end(form.map(other -> Buffer.buffer(other.body(request, code, detail())))
                .orElseGet(() -> Buffer.buffer(json())));
    }

    private String detail() {
        return String.valueOf(members.get("detail"));
    }

    String json() {
        return new JsonObject(members).encode();
    }
}
