package io.logcast.consumer.push;

import static io.logcast.consumer.subscriptions.SubscriptionClient.send;
import static io.logcast.testing.LogEventFixtures.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logcast.consumer.push.Receiver.Behaviour;
import io.logcast.consumer.push.Receiver.Request;
import io.logcast.testing.BrokerTestResource;
import io.logcast.testing.DatabaseTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is sent when, to receivers that answer badly or not at all; prints the table of docs/push.md. */
@QuarkusTest
@TestProfile(PushTest.ShortDeadline.class)
@WithTestResource(BrokerTestResource.class)
@WithTestResource(DatabaseTestResource.class)
class PushAnswersIT extends PushTest {

    private static final Duration DEADLINE = Duration.ofSeconds(2);

    /** Of refusals. Chance may halve those after failures. */
    private static final List<Integer> ALL_PAUSES = List.of(1000, 2000, 4000, 8000);

    /**
     * A subscription whose target behaves badly.
     *
     * @param attempt how long an attempt takes at least
     * @param pauses at least so long after each attempt (ms); a request follows each
     */
    private record Bad(String path, String subscription, Duration attempt, List<Integer> pauses) {

        static Bad always(String path, Behaviour behaviour, List<Integer> pauses) {
            return new Bad(path, pushed(path, behaviour), Duration.ZERO, pauses);
        }

        /** It takes the request after the last pause. */
        static Bad atFirst(String path, Behaviour behaviour, Duration attempt, List<Integer> pauses) {
            return new Bad(path, pushed(path, behaviour.times(pauses.size())), attempt, pauses);
        }

        List<Request> requests() {
            return receiver.requests(path);
        }

        boolean hasAllRequests() {
            return requests().size() > pauses.size();
        }
    }

    @Test
    void sendsAgainWhenItShould() throws Exception {
        // Given: side by side, so that one does not hold up another
        var halves = List.of(500, 1000, 2000);
        var elsewhere = receiver.at("/elsewhere", Behaviour.ok());
        var refused = Bad.always("/400", Behaviour.status(400), ALL_PAUSES);
        var moved = Bad.always("/302", Behaviour.status(302, "Location: " + elsewhere + "\r\n"), ALL_PAUSES);
        var gone = Bad.always("/410", Behaviour.status(410), List.of());
        var all = List.of(
                Bad.atFirst("/silent", Behaviour.silent(), DEADLINE, halves),
                Bad.atFirst("/slow", Behaviour.slow(), DEADLINE, halves),
                Bad.atFirst("/half", Behaviour.half(), Duration.ZERO, halves),
                Bad.atFirst("/500", Behaviour.status(500), Duration.ZERO, halves),
                Bad.atFirst("/429", Behaviour.status(429, "Retry-After: 4\r\n"), Duration.ZERO, List.of(4000, 4000)),
                refused,
                moved,
                gone);
        // When
        for (var bad : all) {
            send(broker, bad.subscription(), event(bad.path()), event(bad.path()));
        }
        // Then
        await().atMost(GENEROUS).until(() -> all.stream().allMatch(Bad::hasAllRequests));
        all.forEach(PushAnswersIT::print);
        all.forEach(PushAnswersIT::checkRequests);
        awaitLetters(refused, "400");
        awaitLetters(moved, "302");
        assertThat(receiver.requests("/elsewhere")).isEmpty();
        assertThat(state(gone.subscription()).getString("state")).isEqualTo("paused");
    }

    private static void checkRequests(Bad bad) {
        var requests = bad.requests();
        assertThat(requests).as(bad.path()).hasSize(bad.pauses().size() + 1);
        assertThat(requests).extracting(Request::messages).containsOnly(List.of(bad.path(), bad.path()));
        assertThat(requests.stream().map(Request::webhookId).distinct())
                .as(bad.path())
                .hasSize(1);
        for (int i = 0; i < bad.pauses().size(); i++) {
            assertThat(Duration.ofNanos(
                            requests.get(i + 1).at() - requests.get(i).at()))
                    .as(bad.path())
                    .isGreaterThanOrEqualTo(
                            bad.attempt().plusMillis(bad.pauses().get(i)));
        }
    }

    private static void awaitLetters(Bad refused, String reason) {
        await().atMost(GENEROUS).until(() -> letters(refused.subscription()).size() == 2);
        assertThat(letters(refused.subscription()))
                .allSatisfy(letter ->
                        assertThat(letter).extractingByKey("reason").asString().contains(reason));
    }

    private static void print(Bad bad) {
        var requests = bad.requests();
        System.out.println("push to " + bad.path() + " after "
                + requests.stream()
                        .map(request ->
                                Duration.ofNanos(request.at() - requests.get(0).at()))
                        .map(after -> String.format(Locale.ROOT, "%.1f s", after.toMillis() / 1000.0))
                        .collect(Collectors.joining(", ")));
    }
}
