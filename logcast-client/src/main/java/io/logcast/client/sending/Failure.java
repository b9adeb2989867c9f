package io.logcast.client.sending;

import java.time.Duration;

/**
 * Why lines have to be sent again.
 *
 * @param status the HTTP status; 0 if there was no answer
 * @param isForeign whether the answer is a success that does not say what became of the lines, so another server gave it
 * @param reason for people
 * @param retryAfter the least time before the next request
 */
public record Failure(int status, boolean isForeign, String reason, Duration retryAfter) {}
