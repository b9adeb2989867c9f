package io.logcast.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logcast.local.ServiceProcess;
import io.logcast.testing.TestDatabase;
import io.logcast.testing.network.TcpProxy;
import java.net.URI;
import java.nio.file.Files;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DatabaseAwayIT {

    private static final String DATABASE = "/q/health/group/database";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Test
    void aServiceThatStartsBeforeItsDatabaseGetsEverythingOnceThatIsThere() throws SQLException {
        try (var installation = new Installation()) {
            // Given
            letIn(installation, false);
            try (var service = start(installation, Map.of())) {
                await().atMost(PATIENCE)
                        .until(() -> Files.readString(service.log()).contains("schema is not up to date yet"));
                // Meanwhile, no probe ends it.
                for (var probe : List.of("/q/health/started", "/q/health/live")) {
                    await().atMost(PATIENCE).ignoreExceptions().until(() -> status(service, probe) == 200);
                }
                assertThat(service.isReady()).isFalse();

                // When
                letIn(installation, true);

                // Then
                service.awaitReady(PATIENCE);
                await("the connection that reads the subscriptions")
                        .atMost(PATIENCE)
                        .untilAsserted(() -> SubscriptionClient.put(
                                service.baseUri(), "audit", Map.of("binding", Map.of("type", "all"))));
            }

            // Given
            var queues = "/api/queues/" + installation.broker().name();
            installation.broker().management().delete(queues + "/audit");
            letIn(installation, false);
            try (var service = start(installation, Map.of())) {
                await().atMost(PATIENCE).ignoreExceptions().until(() -> status(service, "/q/health/live") == 200);
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
    void aDatabaseThatGoesTakesOnlyWhatNeedsItAlong() throws Exception {
        try (var installation = new Installation()) {
            // Given
            var producer = installation.startProducer();
            try (var service = start(installation, Map.of())) {
                service.awaitReady(PATIENCE);
                await().atMost(PATIENCE).until(() -> status(service, DATABASE) == 200);
                var audit =
                        SubscriptionClient.put(service.baseUri(), "audit", Map.of("binding", Map.of("type", "all")));
                var other = SubscriptionClient.put(service.baseUri(), "other", Map.of());

                // When
                letIn(installation, false);
                cutConnections(installation);

                // Then
                await().atMost(PATIENCE).until(() -> status(service, DATABASE) == 503);
                assertThat(service.isReady()).isTrue();
                assertThat(LogClient.get(service.managementUri(), "/q/metrics").body())
                        .containsPattern("(?m)^logcast_database_up(\\{.*})? 0\\.0$");
                assertThat(LogClient.get(service.baseUri(), "/api/v1/logs").statusCode())
                        .isEqualTo(503);
                try (var stream = LiveStream.open(service.baseUri())) {
                    var id = LogClient.acceptedId(LogClient.post(producer.baseUri(), Map.of("message", "live")));
                    await().atMost(PATIENCE).until(() -> stream.ids().contains(id));
                    var pulled = audit.pull("wait=30");
                    assertThat(SubscriptionClient.ids(pulled)).containsExactly(id);
                    assertThat(audit.ack(pulled).path("settled").asInt()).isEqualTo(1);

                    // When: it connects to the broker again
                    installation.cutConnections("subscriptions");

                    // Then
                    await().atMost(PATIENCE)
                            .ignoreExceptions()
                            .until(() ->
                                    SubscriptionClient.ids(other.pull("wait=5")).equals(List.of(id)));
                }

                // When
                letIn(installation, true);

                // Then
                await().atMost(PATIENCE).until(() -> status(service, DATABASE) == 200);
                await().atMost(PATIENCE)
                        .until(() -> installation.archive().messages().equals(List.of("live")));
            }
        }
    }

    @Test
    void aMigrationThatTakesLongEndsNeitherTheServiceNorIsItBegunAgain() throws Exception {
        try (var installation = new Installation()) {
            // Given: a table of the same name in a long transaction, whose end the migration has to wait for
            try (var connection = installation.archive().database().connect();
                    var statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                statement.execute("create table log_event (id int)");

                // When
                try (var service = start(installation, Map.of())) {
                    await().atMost(PATIENCE)
                            .ignoreExceptions()
                            .until(() -> status(service, "/q/health/started") == 200);
                    await().atMost(PATIENCE).until(() -> isMigrationWaiting(statement));
                    assertThat(status(service, "/q/health/live")).isEqualTo(200);
                    assertThat(service.isReady()).isFalse();
                    connection.rollback();

                    // Then
                    service.awaitReady(PATIENCE);
                }
            }
        }
    }

    private static boolean isMigrationWaiting(Statement statement) throws SQLException {
        // Otherwise the transaction would keep seeing its first snapshot.
        statement.execute("select pg_stat_clear_snapshot()");
        try (var rows = statement.executeQuery(
                "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")) {
            return rows.next();
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

    private static int status(ServiceProcess service, String path) {
        return LogClient.get(service.managementUri(), path).statusCode();
    }

    private static void cutConnections(Installation installation) throws SQLException {
        var url = installation.archive().database().jdbcUrl();
        try (var connection = TestDatabase.get().connect();
                var cut = connection.prepareStatement(
                        "select pg_terminate_backend(pid) from pg_stat_activity where datname = ?")) {
            cut.setString(1, url.substring(url.lastIndexOf('/') + 1));
            cut.execute();
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
