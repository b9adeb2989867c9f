package io.logcast.consumer.push;

import static io.logcast.consumer.subscriptions.SubscriptionClient.created;
import static io.logcast.consumer.subscriptions.SubscriptionClient.send;
import static io.logcast.testing.LogEventFixtures.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logcast.consumer.push.Receiver.Behaviour;
import io.logcast.consumer.subscriptions.HoldIT;
import io.logcast.testing.BrokerTestResource;
import io.logcast.testing.DatabaseTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Messages are held for less time than a request may take. */
@QuarkusTest
@TestProfile(HoldIT.ShortHold.class)
@WithTestResource(BrokerTestResource.class)
@WithTestResource(DatabaseTestResource.class)
class BriefHoldPushIT extends PushTest {

    @Test
    void aMessageIsNotSentAgainWhileARequestWithItIsOpen() throws Exception {
        // Given
        var firstEnded = new CountDownLatch(1);
        var overlapped = new AtomicBoolean();
        var name = pushed("/slow", (connection, request, number) -> {
            if (number == 1) {
                try {
                    Behaviour.silent().answer(connection, request, number);
                } finally {
                    firstEnded.countDown();
                }
            } else {
                overlapped.set(!hasEnded(firstEnded));
                Behaviour.ok().answer(connection, request, number);
            }
        });
        // When
        send(broker, name, event("once at a time"));
        // Then
        await().atMost(GENEROUS).until(() -> "delivered".equals(state(name).getString("last_attempts[0].outcome")));
        assertThat(overlapped).isFalse();
    }

    @Test
    void whatIsAlwaysRefusedBecomesADeadLetterAndLetsTheNextOnePass() throws Exception {
        // Given
        var url = receiver.at(
                "/picky",
                (connection, request, number) -> (request.body().contains("bad")
                                ? Behaviour.status(400)
                                : Behaviour.ok())
                        .answer(connection, request, number));
        var name = created(definition(url, ",\"ordered\":true"));
        // When
        send(broker, name, event("bad"));
        send(broker, name, event("good"));
        // Then
        await().atMost(GENEROUS).until(() -> receiver.messages("/picky").contains("good"));
        await().atMost(GENEROUS).until(() -> letters(name).size() == 1);
    }

    /** Without the bound, the first request would stay open for longer than this after the second. */
    private static boolean hasEnded(CountDownLatch first) {
        try {
            return first.await(4, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
