package io.logcast.consumer.livetail;

import static io.logcast.testing.LogEventFixtures.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.logcast.consumer.BrokerTest;
import io.logcast.consumer.stream.SseClient;
import io.logcast.local.rabbitmq.ManagementApi;
import io.logcast.model.wire.LogMessage;
import io.logcast.testing.BrokerTestResource;
import io.logcast.testing.DatabaseTestResource;
import io.logcast.testing.TestBroker;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A replica whose live tail is stuck does not fill the broker, and its readers learn how many events they missed. */
@QuarkusTest
@TestProfile(LiveQueueIT.SmallQueue.class)
@WithTestResource(BrokerTestResource.class)
@WithTestResource(DatabaseTestResource.class)
class LiveQueueIT extends BrokerTest {

    private static final int MESSAGES = 50;

    @Inject
    LiveTail liveTail;

    /** A limit of a few messages. */
    public static final class SmallQueue implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "logcast.live.queue-size", "4K",
                    "mp.messaging.incoming.live.max-outstanding-messages", "1");
        }
    }

    /** Blocks the live tail. */
    private static final class Stuck implements LiveTail.Reader {

        private final CountDownLatch goesOn = new CountDownLatch(1);
        private final CountDownLatch isStuck = new CountDownLatch(1);

        @Override
        public void accept(LiveEvent event) {
            isStuck.countDown();
            try {
                goesOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void missed(long events) {}

        @Override
        public void lost() {}

        @Override
        public void end() {}
    }

    @Test
    void readersAreToldWhatTheQueueDropped() throws Exception {
        // Given
        var stuck = new Stuck();
        var stream = SseClient.at("/api/v1/logs/stream");
        await().atMost(PATIENCE).until(() -> !stream.lines().isEmpty());
        liveTail.add(stuck);
        try {
            broadcastTwo();
            stuck.isStuck.await();
            // When
            for (int i = 1; i < MESSAGES; i++) {
                broadcastTwo();
            }
            // Then
            assertThat(liveQueueArguments()).contains("\"x-max-length-bytes\":4096", "\"x-overflow\":\"drop-head\"");
        } finally {
            liveTail.remove(stuck);
            stuck.goesOn.countDown();
        }
        await().atMost(PATIENCE)
                .until(() -> dropped(stream) + stream.values("id").size() == 2 * MESSAGES);
        assertThat(dropped(stream)).isPositive();
        stream.close();
    }

    private void broadcastTwo() throws IOException {
        var message = new LogMessage(List.of(event("x".repeat(500)), event("y".repeat(500))), Map.of());
        var properties = new BasicProperties.Builder()
                .type(LogMessage.TYPE)
                .headers(message.headers())
                .deliveryMode(2)
                .build();
        broker.channel().basicPublish("logs", message.routingKey(), properties, message.body());
    }

    private static int dropped(SseClient stream) {
        return stream.values("data").stream()
                .filter(data -> data.startsWith("{\"count\":"))
                .mapToInt(data -> Integer.parseInt(data.replaceAll("\\D", "")))
                .sum();
    }

    private static String liveQueueArguments() {
        var broker = TestBroker.get();
        return broker.managementApi().get("/api/queues/" + ManagementApi.encoded(broker.virtualHost()));
    }
}
