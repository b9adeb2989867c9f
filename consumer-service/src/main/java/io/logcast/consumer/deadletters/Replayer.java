package io.logcast.consumer.deadletters;

import io.logcast.consumer.deadletters.DeadLetterTable.Stored;
import io.logcast.consumer.deadletters.OpenLetters.Attempt;
import io.logcast.consumer.deadletters.OpenLetters.Range;
import io.logcast.consumer.messages.Delivery;
import io.logcast.rabbitmq.ConfirmedSend;
import io.logcast.rabbitmq.PublishException;
import io.logcast.rabbitmq.PublishException.Reason;
import io.smallrye.reactive.messaging.rabbitmq.OutgoingRabbitMQMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jspecify.annotations.Nullable;

/**
 * Sends dead letters back to the queue that they came from, and to no other, through the default exchange. A letter
 * counts as replayed once the broker has confirmed it. A message that fails again becomes a new letter, which names the
 * old one.
 */
@ApplicationScoped
class Replayer {

    // The most letters that one call holds at a time, however small their bodies are.
    private static final int AT_A_TIME = 20;
    private static final int SHOWN_FAILURES = 100;
    // Longer than the connector takes to report any outcome.
    private static final Duration LONGEST_CONFIRM = Duration.ofSeconds(15);
    // Shorter than clients and proxies wait for an answer.
    private static final Duration LONGEST_CALL = Duration.ofSeconds(25);

    private final DeadLetterTable letters;
    private final OpenLetters open;
    private final LetterMetrics metrics;
    private final Emitter<byte[]> replays;

    Replayer(
            DeadLetterTable letters,
            OpenLetters open,
            LetterMetrics metrics,
            // Each call waits for what it sends, so a call never has more than a few letters here.
            @Channel("replays") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) Emitter<byte[]> replays) {
        this.letters = letters;
        this.open = open;
        this.metrics = metrics;
        this.replays = replays;
    }

    /**
     * The outcome of replaying many letters.
     *
     * @param failed how many were tried without success and are kept
     * @param failures the first of these
     * @param remaining how many are left for another call
     */
    record BulkReplay(long replayed, long failed, List<Attempt> failures, long remaining) {}

    /** Replays the letter with this id; empty if it has been replayed, is being replayed, or does not exist. */
    Optional<Attempt> replay(long id) throws SQLException {
        return replay(id, UnaryOperator.identity());
    }

    /** The same, after changing the letter. */
    Optional<Attempt> replay(long id, UnaryOperator<DeadLetter> change) throws SQLException {
        return attempt(LetterFilter.ALL, new Range(id - 1, id), change).stream().findFirst();
    }

    /**
     * Replays the letters that match and exist now, oldest first. It ends early when the time is up, or when the broker
     * does not accept a message.
     */
    BulkReplay replayAll(LetterFilter filter) throws SQLException {
        var end = System.nanoTime() + LONGEST_CALL.toNanos();
        var range = new Range(0, letters.newest());
        var failures = new ArrayList<Attempt>();
        long tried = 0;
        long failed = 0;
        var goesOn = true;
        while (goesOn && System.nanoTime() - end < 0) {
            var attempts = attempt(filter, range, UnaryOperator.identity());
            if (attempts.isEmpty()) {
                break;
            }
            tried += attempts.size();
            for (var attempt : attempts) {
                var failure = attempt.failure();
                if (failure != null) {
                    failed++;
                    goesOn &= isAboutTheLetter(failure);
                    if (failures.size() < SHOWN_FAILURES) {
                        failures.add(attempt);
                    }
                }
            }
            range = new Range(attempts.get(attempts.size() - 1).letter().id(), range.upTo());
        }
        return new BulkReplay(tried - failed, failed, failures, letters.countOpen(filter, range));
    }

    /** Whether only this letter cannot be replayed, while others can. */
    static boolean isAboutTheLetter(Throwable failure) {
        return failure instanceof UnknownOriginException
                || (failure instanceof PublishException e
                        && (e.reason() == Reason.UNROUTABLE || e.reason() == Reason.INVALID));
    }

    private List<Attempt> attempt(LetterFilter filter, Range range, UnaryOperator<DeadLetter> change)
            throws SQLException {
        var attempts = open.replay(
                filter,
                range,
                AT_A_TIME,
                found -> publish(found.stream()
                        .map(stored -> stored.with(change.apply(stored.letter())))
                        .toList()));
        attempts.stream()
                .filter(attempt -> attempt.failure() == null)
                .forEach(attempt -> metrics.replayed(attempt.letter().letter().kind()));
        return attempts;
    }

    private List<@Nullable Throwable> publish(List<Stored> stored) {
        var sent = stored.stream().map(this::send).toList();
        var end = System.nanoTime() + LONGEST_CONFIRM.toNanos();
        var failures = new ArrayList<@Nullable Throwable>(sent.size());
        for (var outcome : sent) {
            failures.add(failure(outcome, end));
        }
        return failures;
    }

    private static @Nullable Throwable failure(CompletableFuture<Void> outcome, long end) {
        try {
            outcome.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (TimeoutException e) {
            return new TimeoutException("the broker did not confirm it in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return e;
        }
    }

    private CompletableFuture<Void> send(Stored stored) {
        var letter = stored.letter();
        return letter.queue().isEmpty()
                ? CompletableFuture.failedFuture(new UnknownOriginException())
                : ConfirmedSend.to(replays, letter.body(), properties(stored));
    }

    /** The letter does not say which queue it came from. */
    static final class UnknownOriginException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        UnknownOriginException() {
            super("it is not known which queue it came from");
        }
    }

    private static OutgoingRabbitMQMetadata properties(Stored stored) {
        var letter = stored.letter();
        var headers = new HashMap<String, @Nullable Object>(letter.headers());
        headers.put(Delivery.REPLAY_OF, stored.id());
        headers.put(Delivery.ORIGIN_EXCHANGE, letter.exchange());
        headers.put(Delivery.ORIGIN_ROUTING_KEY, letter.routingKey());
        return letter.properties()
                .toOutgoing()
                .withRoutingKey(letter.queue())
                .withHeaders(headers)
                .build();
    }
}
