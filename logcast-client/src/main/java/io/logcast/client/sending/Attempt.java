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
 * @param failure why lines have to be sent again, if any do
 * @param isTooLarge whether the request was too large, so that one with fewer lines may be accepted
 */
record Attempt(List<byte[]> again, List<Refused> refused, Failure failure, boolean isTooLarge) {

    private static final int REDIRECT = 300;
    private static final int TOO_LARGE = 413;

    // Attempts are never compared.
    @SuppressWarnings("ArrayRecordComponent")
    record Refused(byte[] line, int status, String reason) {}

    /** There was no answer. */
    static Attempt unanswered(List<byte[]> lines, String reason) {
        return new Attempt(lines, List.of(), new Failure(0, false, reason, Duration.ZERO), false);
    }

    static Attempt of(List<byte[]> lines, Route.Response response) {
        var body = Answer.members(response.body());
        var answer = Answer.of(body, lines.size());
        if (answer.isPresent()) {
            return answered(lines, answer.get(), response);
        }
        var reason = "HTTP " + response.status() + Answer.detail(body);
        if (response.status() == TOO_LARGE) {
            return tooLarge(lines, new Failure(TOO_LARGE, false, reason, response.retryAfter()));
        }
        var isForeign = response.status() < REDIRECT;
        var failure = new Failure(
                response.status(),
                isForeign,
                isForeign ? reason + ", but not of a producer" : reason,
                response.retryAfter());
        return new Attempt(lines, List.of(), failure, false);
    }

    /** A single line is refused by this status; of several lines, half may be accepted. */
    private static Attempt tooLarge(List<byte[]> lines, Failure failure) {
        return lines.size() == 1
                ? new Attempt(List.of(), List.of(new Refused(lines.get(0), TOO_LARGE, failure.reason())), failure, true)
                : new Attempt(lines, List.of(), failure, true);
    }

    private static Attempt answered(List<byte[]> lines, Answer answer, Route.Response response) {
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
        var text = "HTTP %d, %d of %d lines are to be sent again%s"
                .formatted(response.status(), again.size(), lines.size(), reason);
        return new Attempt(again, refused, new Failure(response.status(), false, text, response.retryAfter()), false);
    }
}
