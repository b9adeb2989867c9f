package io.logcast.chaos.report;

import io.logcast.chaos.load.Answer;
import io.logcast.chaos.load.Attempt;
import io.logcast.chaos.load.Ledger;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * How the requests of a round were answered.
 *
 * @param requests HTTP requests, re-sends included
 * @param events the events in these requests, each with an id of its own
 * @param accepted events that were answered 202
 * @param unavailable requests that were answered 503
 * @param tooMany requests that were answered 429
 * @param others requests with an answer that a well-formed event must not get
 * @param unknown requests that were not answered
 * @param unanswered those of {@code unknown} that nothing explains
 * @param slowestMillis the slowest answer
 */
public record Answers(
        int requests,
        int events,
        int accepted,
        int unavailable,
        int tooMany,
        int others,
        int unknown,
        int unanswered,
        long slowestMillis) {

    /** @param explained whether the producer was deliberately away while a request without an answer was on its way */
    public static Answers of(Ledger ledger, Predicate<Attempt> explained) {
        var attempts = ledger.attempts();
        var counts = attempts.stream().collect(Collectors.groupingBy(Attempt::answer, Collectors.counting()));
        var unknown = attempts.stream().filter(attempt -> !attempt.isAnswered()).toList();
        return new Answers(
                attempts.size(),
                ledger.events(),
                ledger.accepted().size(),
                counts.getOrDefault(Answer.UNAVAILABLE, 0L).intValue(),
                counts.getOrDefault(Answer.TOO_MANY, 0L).intValue(),
                counts.getOrDefault(Answer.OTHER, 0L).intValue(),
                unknown.size(),
                (int) unknown.stream().filter(explained.negate()).count(),
                attempts.stream()
                        .filter(Attempt::isAnswered)
                        .mapToLong(attempt -> attempt.latency().toMillis())
                        .max()
                        .orElse(0));
    }

    boolean areGood() {
        return unanswered == 0 && others == 0;
    }
}
