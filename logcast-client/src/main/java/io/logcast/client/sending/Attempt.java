package io.logcast.client.sending;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/**
 * The outcome of one request.
 *
 * @param again lines that have to be sent again, in order
 * @param refused lines that must never be sent again
 * @param failure why lines have to be sent again; empty if there are none
 * @param retryAfter the least time before the next request
 * @param isTooLarge whether fewer lines in a request may be accepted
 */
record Attempt(List<byte[]> again, List<Refused> refused, String failure, Duration retryAfter, boolean isTooLarge) {

    // Attempts are never compared.
    @SuppressWarnings("ArrayRecordComponent")
    record Refused(byte[] line, int status, String reason) {}

    static Attempt failed(List<byte[]> lines, String failure, Duration retryAfter) {
        return new Attempt(lines, List.of(), failure, retryAfter, false);
    }

    /** A single line is refused by this status; of several lines, half may be accepted. */
    static Attempt tooLarge(List<byte[]> lines, int status, String reason) {
        var refused = lines.size() == 1 ? List.of(new Refused(lines.get(0), status, reason)) : List.<Refused>of();
        var again = refused.isEmpty() ? lines : List.<byte[]>of();
        return new Attempt(again, refused, reason, Duration.ZERO, true);
    }

    static Attempt answered(List<byte[]> lines, Answer answer, int status, Duration retryAfter) {
        var errors = new HashMap<Integer, Answer.LineError>();
        answer.errors().forEach(error -> errors.put(error.line(), error));
        var again = new ArrayList<byte[]>();
        var refused = new ArrayList<Refused>();
        var reason = "";
        for (int i = 0; i < lines.size(); i++) {
            var error = errors.get(i + 1);
            if (i + 1 > answer.settledTo() || (error != null && error.retry())) {
                again.add(lines.get(i));
                reason = reason.isEmpty() && error != null ? ": " + error.reason() : reason;
            } else if (error != null) {
                refused.add(new Refused(lines.get(i), error.status(), error.reason()));
            }
        }
        var failure = again.isEmpty()
                ? ""
                : "HTTP %d, %d of %d lines are to be sent again%s"
                        .formatted(status, again.size(), lines.size(), reason);
        return new Attempt(again, refused, failure, retryAfter, false);
    }
}
