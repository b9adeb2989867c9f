package io.logcast.producer.requests;

import io.logcast.http.ProblemException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request, or one of its events, is refused for a reason other than the event's fields. */
public class RefusedException extends ProblemException {

    /** Bad Request. */
    public static final int BAD_REQUEST = 400;

    /** Forbidden. */
    public static final int FORBIDDEN = 403;

    /** Not Found. */
    public static final int NOT_FOUND = 404;

    /** Request Timeout. */
    public static final int TIMEOUT = 408;

    /** Too Many Requests, RFC 6585. */
    public static final int TOO_MANY = 429;

    /** Service Unavailable. */
    public static final int UNAVAILABLE = 503;

    /** Unsupported Media Type. */
    public static final int UNSUPPORTED = 415;

    /** Content Too Large. */
    public static final int TOO_LARGE = 413;

    private static final long serialVersionUID = 1L;

    private final transient Map<String, String> headers;

    /**
     * @param status the HTTP status of the answer
     * @param detail for the client to read
     */
    public RefusedException(int status, String detail) {
        this(status, detail, null);
    }

    /** The same with a cause. */
    public RefusedException(int status, String detail, @Nullable Throwable cause) {
        this(status, detail, cause, Map.of());
    }

    RefusedException(int status, String detail, @Nullable Throwable cause, Map<String, String> headers) {
        super(status, detail, cause);
        this.headers = headers;
    }

    @Override
    public Map<String, String> headers() {
        return headers;
    }

    @Override
    protected String detail() {
        return isRetryable() ? getMessage() + ". Send it again with the same id" : super.detail();
    }
}
