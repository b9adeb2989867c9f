package io.logcast.local.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import io.logcast.local.process.Folders;
import io.logcast.local.process.LocalProcessException;
import io.logcast.local.process.Ports;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowingConsumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

class BrokerIT {
    private static final String RELEASE = "LOGCAST_RABBITMQ_DEBIAN";
    private static final Path FOLDER = Path.of("target/local/broker-it");
    private static final byte[] BODY = "kept".getBytes(StandardCharsets.UTF_8);

    @SuppressWarnings("NullAway.Init")
    private static Broker broker;

    private static final List<String> PROGRESS = new ArrayList<>();

    @BeforeAll
    static void startBroker() {
        // An interrupted run, perhaps with another RabbitMQ, may have left data.
        Folders.delete(FOLDER);
        PROGRESS.clear();
        broker = Broker.start(new BrokerSettings(FOLDER, 0, 0, 0, PROGRESS::add));
    }

    @AfterAll
    static void discardBroker() {
        broker.discard();
        assertThat(Ports.isFree(broker.port())).isTrue();
        assertThat(Ports.isFree(broker.managementPort())).isTrue();
    }

    @Test
    void keepsConfirmedMessagesOfAQuorumQueueThroughAKill() throws Exception {
        try (var connection = connect(broker.endpoint())) {
            declare(connection, "kept");
        }
        // A kill right after the declaration can lose a quorum queue, since its name is written with a delay. A stop
        // writes it.
        broker.stop();
        assertThatThrownBy(() -> connect(broker.endpoint())).isInstanceOf(IOException.class);
        broker.start();
        eventually(connection -> publish(connection, "kept"));

        broker.kill();
        assertThat(broker.isRunning()).isFalse();
        broker.start();

        eventually(connection -> assertThat(get(connection, "kept")).isEqualTo(BODY));
    }

    @Test
    void dataCountsAsKeptOnceABrokerHasStartedWithIt() {
        var series = RabbitVersion.ofPlugin("rabbit-" + broker.version())
                .orElseThrow()
                .series();
        assertThat(new KeptData(FOLDER).has(series)).isTrue();
        var failed = FOLDER.resolveSibling("broker-it-failed");
        Folders.delete(failed);

        assertThatThrownBy(() -> Broker.start(new BrokerSettings(failed, broker.port(), 0, 0, line -> {})))
                .isInstanceOf(LocalProcessException.class);

        assertThat(failed).isNotEmptyDirectory();
        assertThat(new KeptData(failed).has(series)).isFalse();
        Folders.delete(failed);
    }

    @Test
    void namesItsVersion() {
        assertThat(broker.version()).matches("\\d+\\.\\d+\\.\\d+");
    }

    @Test
    @EnabledIfEnvironmentVariable(named = RELEASE, matches = "bookworm|trixie|forky")
    void isTheOneOfTheReleaseThatWasAskedFor() {
        var series = RabbitVersion.ofPlugin("rabbit-" + broker.version())
                .orElseThrow()
                .series();
        assertThat(RabbitVersion.releaseOf(series)).contains(System.getenv(RELEASE));
    }

    @Test
    @DisabledIfEnvironmentVariable(named = RELEASE, matches = ".+")
    void isTheReferenceUnlessALineSaysWhyNot() {
        var supported = RabbitVersion.ofPlugin("rabbit-" + broker.version())
                .orElseThrow()
                .isSupported();

        assertThat(PROGRESS.stream().noneMatch(line -> line.contains(" cannot be used here: ")))
                .as(PROGRESS::toString)
                .isEqualTo(supported);
        assertThat(PROGRESS.stream().noneMatch(line -> line.contains(" is out of support")))
                .isEqualTo(supported);
    }

    @Test
    void runsRabbitmqctlAndSaysWhatItAnswered() {
        assertThat(broker.rabbitmqctl("list_users")).contains("guest");

        assertThatThrownBy(() -> broker.rabbitmqctl("list_unicorns"))
                .isInstanceOf(LocalProcessException.class)
                .hasMessageContaining("list_unicorns");
    }

    @Test
    void createsAVirtualHostAndDeletesIt() throws Exception {
        try (var virtualHost = broker.newVirtualHost()) {
            try (var connection = connect(virtualHost.endpoint())) {
                declare(connection, "elsewhere");
                publish(connection, "elsewhere");
            }
            assertThat(broker.management().get("/api/vhosts")).contains(virtualHost.name());
        }
        assertThat(broker.management().get("/api/vhosts")).doesNotContain("test-");
    }

    /** Messages sent before the queue has elected its leader again are never confirmed. */
    private static void eventually(ThrowingConsumer<Connection> action) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).ignoreExceptions().untilAsserted(() -> {
            var connection = connect(broker.endpoint());
            try {
                action.accept(connection);
            } finally {
                connection.abort(1000);
            }
        });
    }

    private static byte[] get(Connection connection, String queue) throws IOException {
        var response = connection.createChannel().basicGet(queue, true);
        return response == null ? new byte[0] : response.getBody();
    }

    private static void declare(Connection connection, String queue) throws Exception {
        try (var channel = connection.createChannel()) {
            channel.queueDeclare(queue, true, false, false, Map.of("x-queue-type", "quorum"));
        }
    }

    private static void publish(Connection connection, String queue) throws Exception {
        var channel = connection.createChannel();
        channel.confirmSelect();
        channel.basicPublish("", queue, MessageProperties.PERSISTENT_BASIC, BODY);
        assertThat(channel.waitForConfirms(3000)).isTrue();
    }

    private static Connection connect(BrokerEndpoint endpoint) throws Exception {
        var factory = new ConnectionFactory();
        factory.setHost(endpoint.host());
        factory.setPort(endpoint.port());
        factory.setUsername(endpoint.username());
        factory.setPassword(endpoint.password());
        factory.setVirtualHost(endpoint.virtualHost());
        factory.setChannelRpcTimeout(3000);
        factory.setAutomaticRecoveryEnabled(false);
        return factory.newConnection();
    }
}
