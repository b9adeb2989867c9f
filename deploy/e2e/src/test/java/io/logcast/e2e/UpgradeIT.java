package io.logcast.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Both services on queues that another release, or an operator, has declared before. */
class UpgradeIT {

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final String ARCHIVE = "logs.archive";
    private static final String LETTERS = "logs.archive.dead-letters";

    /** The declarations of the previous release; change them only together with their entry in the changelog. */
    private static final Map<String, Object> ARCHIVE_BEFORE = Map.of(
            "x-queue-type", "quorum",
            "x-delivery-limit", 20,
            "x-overflow", "reject-publish",
            "x-max-length-bytes", 10_737_418_240L,
            "x-dead-letter-exchange", "logs.dlx",
            "x-dead-letter-routing-key", ARCHIVE,
            "x-dead-letter-strategy", "at-least-once");

    private static final Map<String, Object> LETTERS_BEFORE =
            Map.of("x-queue-type", "quorum", "x-delivery-limit", 1_000_000);

    @Test
    void theServicesStartOnTheTopologyOfTheReleaseBefore() throws Exception {
        try (var installation = new Installation()) {
            // Given
            declare(installation, ARCHIVE_BEFORE, LETTERS_BEFORE);

            // Then
            assertThat(brokerHealthAfterAnEvent(installation)).doesNotContain("the broker has");
        }
    }

    @Test
    void theServicesStartOnQueuesWithOtherLimitsAndTellOfThem() throws Exception {
        try (var installation = new Installation()) {
            // Given: half the size and another delivery limit; for the dead letters no limits, as in an early release
            var archive = new HashMap<>(ARCHIVE_BEFORE);
            archive.put("x-max-length-bytes", 5_368_709_120L);
            archive.put("x-delivery-limit", 7);
            declare(installation, archive, Map.of("x-queue-type", "quorum"));

            // Then
            assertThat(brokerHealthAfterAnEvent(installation))
                    .contains("\"queue logs.archive\"")
                    .contains("the broker has '5368709120'")
                    .contains("the broker has '7'")
                    .contains("\"queue logs.archive.dead-letters\"");
        }
    }

    /** Starts both services, and shows that accepted events are archived. */
    private static String brokerHealthAfterAnEvent(Installation installation) {
        var consumer = installation.startConsumer("upgraded");
        var producer = installation.startProducer();
        LogClient.acceptedId(LogClient.post(producer.baseUri(), Map.of("message", "after the upgrade")));
        await().atMost(PATIENCE).until(() -> installation.archive().messages().equals(List.of("after the upgrade")));
        var health = LogClient.get(consumer.managementUri(), "/q/health/group/broker");
        assertThat(health.statusCode()).isEqualTo(200);
        return health.body();
    }

    private static void declare(Installation installation, Map<String, Object> archive, Map<String, Object> letters)
            throws Exception {
        try (var connection = installation.connect();
                var channel = connection.createChannel()) {
            declareAll(channel, archive, letters);
        }
    }

    private static void declareAll(Channel channel, Map<String, Object> archive, Map<String, Object> letters)
            throws Exception {
        channel.exchangeDeclare("logs", "fanout", true);
        channel.exchangeDeclare("logs.dlx", "direct", true);
        channel.exchangeDeclare("logs.foreign", "fanout", true);
        channel.exchangeDeclare("logs.topic", "topic", true);
        channel.exchangeDeclare("logs.headers", "headers", true);
        channel.exchangeBind("logs.topic", "logs", "");
        channel.exchangeBind("logs.headers", "logs", "");
        channel.queueDeclare(LETTERS, true, false, false, letters);
        channel.queueBind(LETTERS, "logs.dlx", ARCHIVE);
        channel.queueDeclare(ARCHIVE, true, false, false, archive);
        channel.queueBind(ARCHIVE, "logs", "");
        channel.queueDeclare(
                "logs.receipts", true, false, false, Map.of("x-queue-type", "quorum", "x-message-ttl", 60_000));
        channel.queueDeclare(
                "logs.dropped",
                true,
                false,
                false,
                Map.of("x-queue-type", "classic", "x-max-length-bytes", 268_435_456));
    }
}
