package io.logcast.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logcast.local.rabbitmq.ManagementApi;
import io.logcast.rabbitmq.testing.Connectors;
import io.logcast.rabbitmq.testing.RabbitMq;
import io.logcast.testing.network.TcpProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The user's name and password in files, as in a mounted Secret. */
class CredentialsIT {

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path secret;

    private final RabbitMq broker = RabbitMq.shared();
    private final ManagementApi management = broker.endpoint().managementApi();
    private final String name = RabbitMq.uniqueName();
    private TcpProxy proxy;

    @BeforeEach
    void start() {
        broker.declareBoundQueue(name, "fanout", Map.of());
        proxy = new TcpProxy(broker.endpoint().host(), broker.endpoint().port());
    }

    @AfterEach
    void stop() {
        proxy.close();
        management.delete("/api/users/" + name);
    }

    @Test
    void aPasswordThatIsChangedWhileItRunsIsUsedFromTheNextConnectionOn() throws IOException {
        // Given
        user("first");
        write("username", name);
        write("password", "first\n");
        try (var connectors = Connectors.start(attributes())) {
            var outbox = connectors.outgoing("out", Map.of("exchange.name", name, "exchange.type", "fanout"));
            var inbox = connectors
                    .incoming("in", Map.of("queue.name", name, "exchange.name", name, "exchange.type", "fanout"))
                    .ackAll();
            await().atMost(SOON).until(() -> outbox.send("1").await(SOON).isAcked());

            // When: the old password is no longer valid, and the new one arrives later
            user("second");
            proxy.cut();
            await().atMost(SOON)
                    .until(() -> connectors.ours().channels().stream().noneMatch(channel -> channel.up()));
            write("password", "second");

            // Then
            await().atMost(SOON).until(() -> outbox.send("2").await(SOON).isAcked());
            await().atMost(SOON).until(() -> inbox.received().size() >= 2);
        }
    }

    @Test
    void aFileThatComesLaterIsWaitedFor() throws IOException {
        user("late");
        write("username", name);
        try (var connectors = Connectors.start(attributes())) {
            var outbox = connectors.outgoing("out", Map.of("exchange.name", name, "exchange.type", "fanout"));
            assertThat(connectors.health().getReadiness().isOk()).isFalse();

            write("password", "late");

            await().atMost(SOON).until(() -> outbox.send("1").await(SOON).isAcked());
        }
    }

    private Map<String, String> attributes() {
        var attributes = broker.attributesVia("127.0.0.1", proxy.port());
        attributes.put("username-file", secret.resolve("username").toString());
        attributes.put("password-file", secret.resolve("password").toString());
        attributes.put("startup-wait", "100");
        return attributes;
    }

    private void user(String password) {
        management.put("/api/users/" + name, "{\"password\":\"%s\",\"tags\":\"\"}".formatted(password));
        management.put(
                "/api/permissions/%s/%s"
                        .formatted(ManagementApi.encoded(broker.endpoint().virtualHost()), name),
                "{\"configure\":\".*\",\"write\":\".*\",\"read\":\".*\"}");
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(secret.resolve(file), text);
    }
}
