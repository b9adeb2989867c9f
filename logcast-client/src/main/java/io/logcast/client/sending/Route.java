package io.logcast.client.sending;

import java.io.IOException;
import java.time.Duration;

/** The way to a producer. */
@FunctionalInterface
public interface Route {

    /**
     * The answer to one request.
     *
     * @param retryAfter the least time before the next request, from {@link BackOff#retryAfter}
     */
    record Response(int status, String body, Duration retryAfter) {}

    /**
     * Posts events: lines of JSON, each with a line break at its end.
     *
     * @throws IOException if there was no answer; its message is for people
     */
    Response post(byte[] lines) throws IOException, InterruptedException;
}
