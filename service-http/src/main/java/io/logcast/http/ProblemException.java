package io.logcast.http;

import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call is refused, for a reason that its caller can read; answered as a {@link Problem}. It has no stack trace: overload
 * brings thousands of them, and their stack traces say nothing.
 */
public class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int CONFLICT = 409;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;
    private static final int GATEWAY_TIMEOUT = 504;
    private static final int SOON_SECONDS = 1;

    private final int status;
    private final int retryAfterSeconds;

    /**
     * A refusal whose call may be sent again a second later if the status is 429 or 503.
     *
     * @param detail in the caller's words: what is wrong, naming the field or the parameter
     */
    protected ProblemException(int status, String detail, @Nullable Throwable cause) {
        this(status, detail, cause, isPassing(status) ? SOON_SECONDS : 0);
    }

    /** @param retryAfterSeconds when the same call may be sent again; 0 if it would be refused again */
    protected ProblemException(int status, String detail, @Nullable Throwable cause, int retryAfterSeconds) {
        super(detail, cause, true, false);
        this.status = status;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    private static boolean isPassing(int status) {
        return status == TOO_MANY_REQUESTS || status == UNAVAILABLE;
    }

    /** 400. */
    public static ProblemException badRequest(String detail) {
        return new ProblemException(BAD_REQUEST, detail, null);
    }

    /** 404. */
    public static ProblemException notFound(String detail) {
        return new ProblemException(NOT_FOUND, detail, null);
    }

    /** 408. */
    public static ProblemException clientGone() {
        return new ProblemException(REQUEST_TIMEOUT, "The client has gone", null);
    }

    /** 409. */
    public static ProblemException conflict(String detail) {
        return new ProblemException(CONFLICT, detail, null);
    }

    /** 429, to be sent again soon. */
    public static ProblemException tooMany(String detail) {
        return new ProblemException(TOO_MANY_REQUESTS, detail, null);
    }

    /** 503, to be sent again soon. */
    public static ProblemException unavailable(String detail) {
        return new ProblemException(UNAVAILABLE, detail, null);
    }

    /** 504. */
    public static ProblemException unanswered(String detail) {
        return new ProblemException(GATEWAY_TIMEOUT, detail, null);
    }

    /** The HTTP status. */
    public final int status() {
        return status;
    }

    /** Whether the same call may succeed later. */
    public final boolean isRetryable() {
        return retryAfterSeconds > 0;
    }

    /** When the same call may be sent again, in seconds; 0 if it would be refused again. */
    public final int retryAfterSeconds() {
        return retryAfterSeconds;
    }

    /** The description for the caller. */
    protected String detail() {
        return String.valueOf(getMessage());
    }

    /** Further members of the problem, besides status and detail: texts, numbers, booleans, maps and lists of such. */
    protected Map<String, ?> members() {
        return Map.of();
    }

    /** Further headers of the answer, besides Retry-After. */
    protected Map<String, String> headers() {
        return Map.of();
    }

    /** The answer, for callers that cannot throw. */
    public final Response response() {
        return problem().response();
    }

    final Problem problem() {
        var problem = Problem.of(status, detail());
        members().forEach(problem::with);
        headers().forEach(problem::header);
        return isRetryable() ? problem.retryAfter(retryAfterSeconds) : problem;
    }
}
