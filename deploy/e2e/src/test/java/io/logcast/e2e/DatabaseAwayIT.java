package io.logcast.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logcast.local.ServiceProcess;
import io.logcast.local.TestDatabase;
import io.logcast.local.network.TcpProxy;
import java.net.URI;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DatabaseAwayIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Test
    void aServiceThatStartsBeforeItsDatabaseGetsEverythingOnceThatIsThere() throws SQLException {
        try (var installation = new Installation()) {
            // Given
            letIn(installation, false);
            try (var service = start(installation, Map.of())) {
                await().atMost(PATIENCE)
                        .until(() -> Files.readString(service.log()).contains("Retrying"));

                // When
                letIn(installation, true);

                // Then
                service.awaitReady(PATIENCE);
                SubscriptionClient.put(service.baseUri(), "audit", Map.of("binding", Map.of("type", "all")));
            }

            // Given
            var queues = "/api/queues/" + installation.broker().name();
            installation.broker().management().delete(queues + "/audit");
            letIn(installation, false);
            try (var service = start(installation, Map.of("QUARKUS_FLYWAY_MIGRATE_AT_START", "false"))) {
                await().atMost(PATIENCE)
                        .ignoreExceptions()
                        .until(() -> LogClient.get(service.managementUri(), "/q/health/live")
                                        .statusCode()
                                == 200);
                assertThat(service.isReady()).isFalse();

                // When
                letIn(installation, true);

                // Then
                service.awaitReady(PATIENCE);
                await("its subscription's queue")
                        .atMost(PATIENCE)
                        .until(() ->
                                installation.broker().management().get(queues).contains("\"audit\""));
            }
        }
    }

    @Test
    void connectionsThatLeadNowhereAreGivenUp() {
        try (var installation = new Installation();
                var way = new TcpProxy("127.0.0.1", port(installation))) {
            // Given
            var url = installation.archive().database().jdbcUrl();
            var lossy = url.replace(":" + port(installation) + "/", ":" + way.port() + "/") + "?socketTimeout=3";
            var producer = installation.startProducer();
            try (var service = start(installation, Map.of("QUARKUS_DATASOURCE_JDBC_URL", lossy))) {
                service.awaitReady(PATIENCE);
                post(producer, "before");
                await().atMost(PATIENCE)
                        .until(() -> installation.archive().messages().equals(List.of("before")));

                // When
                way.lose();

                // Then
                post(producer, "after");
                await().atMost(PATIENCE)
                        .until(() -> installation.archive().messages().contains("after"));
                await().atMost(PATIENCE)
                        .until(() -> LogClient.get(service.baseUri(), "/api/v1/logs?q=after")
                                        .statusCode()
                                == 200);
                assertThat(installation.archive().messages()).containsExactlyInAnyOrder("before", "after");
            }
        }
    }

    private static void post(ServiceProcess producer, String message) {
        LogClient.acceptedId(LogClient.post(producer.baseUri(), Map.of("message", message)));
    }

    private static int port(Installation installation) {
        return URI.create(installation.archive().database().jdbcUrl().substring("jdbc:".length()))
                .getPort();
    }

    private static ServiceProcess start(Installation installation, Map<String, String> environment) {
        return ServiceProcess.of("consumer-service")
                .named("database-away-" + installation.broker().name())
                .env(installation.environment())
                .env(environment)
                .jvmArgument("-XX:TieredStopAtLevel=1")
                .start();
    }

    /** Whether the installation's database takes connections. */
    private static void letIn(Installation installation, boolean whoever) throws SQLException {
        var url = installation.archive().database().jdbcUrl();
        try (var connection = TestDatabase.get().connect();
                var statement = connection.createStatement()) {
            statement.execute(
                    "alter database " + url.substring(url.lastIndexOf('/') + 1) + " allow_connections " + whoever);
        }
    }
}
