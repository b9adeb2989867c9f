package io.logcast.cli.connection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.logcast.cli.terminal.CliException;
import io.logcast.cli.terminal.ExitCode;
import io.logcast.client.sending.BackOff;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;

/**
 * A service's answer.
 *
 * @param retryAfter the least time before the next request; zero if the service does not say
 */
public record Answer(int status, Duration retryAfter, byte[] body) {

    private static final int SUCCESS = 200;
    private static final int REDIRECT = 300;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int TIMEOUT = 408;
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERROR = 500;

    /** @param body as much of it as was read */
    public static Answer of(HttpResponse<?> response, byte[] body) {
        var retryAfter = response.headers()
                .firstValue("Retry-After")
                .map(value -> BackOff.retryAfter(value, Instant.now()))
                .orElse(Duration.ZERO);
        return new Answer(response.statusCode(), retryAfter, body);
    }

    public boolean isSuccess() {
        return status >= SUCCESS && status < REDIRECT;
    }

    /** Whether the same call may succeed later. */
    public boolean isTemporary() {
        return isTemporary(status);
    }

    /** Whether a call that was answered with this status may succeed later. */
    public static boolean isTemporary(int status) {
        return status == TIMEOUT || status == TOO_MANY || status >= SERVER_ERROR;
    }

    /** The body; a missing node if it is not JSON. */
    public JsonNode json() {
        try {
            var json = Json.MAPPER.readTree(body);
            return json == null ? MissingNode.getInstance() : json;
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    /** The error in the service's words. */
    public String problem() {
        var problem = json();
        var detail = problem.path("detail").asText();
        var title = detail.isEmpty() ? problem.path("title").asText() : detail;
        return title.isEmpty() ? "answered " + status : "answered " + status + ": " + title;
    }

    /** This answer, if it is a success. */
    public Answer orThrow(Api api) {
        if (!isSuccess()) {
            throw new CliException(exitCode(status), api + " " + problem());
        }
        return this;
    }

    /** The JSON object of a success. Another server, such as a proxy's login page, is not taken for the service. */
    public JsonNode objectOrThrow(Api api) {
        var json = orThrow(api).json();
        if (!json.isObject()) {
            throw new CliException(ExitCode.REFUSED, api + " is not a Logcast service: " + problem());
        }
        return json;
    }

    /** The exit status of a command that ends with this error of a service. */
    public static int exitCode(int status) {
        return switch (status) {
            case UNAUTHORIZED, FORBIDDEN -> ExitCode.NOT_ALLOWED;
            case NOT_FOUND -> ExitCode.NOT_FOUND;
            default -> isTemporary(status) ? ExitCode.UNREACHABLE : ExitCode.REFUSED;
        };
    }
}
