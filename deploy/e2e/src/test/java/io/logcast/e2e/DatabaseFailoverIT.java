package io.logcast.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logcast.local.ServiceProcess;
import io.logcast.local.postgresql.Database;
import io.logcast.local.postgresql.DatabaseSettings;
import io.logcast.testing.network.TcpProxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A primary, its standby, and a promotion. */
class DatabaseFailoverIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Test
    void connectionsToTheOldPrimaryAreGivenUpOnceItOnlyReads() throws Exception {
        var first = Database.start(DatabaseSettings.in(Path.of("target/local/failover-first")));
        try (var installation = new Installation()) {
            var second = first.startStandby(DatabaseSettings.in(Path.of("target/local/failover-second")));
            try (var address = new TcpProxy("127.0.0.1", first.port());
                    var consumer = start(
                            installation,
                            first.jdbcUrl().replace(":" + first.port() + "/", ":" + address.port() + "/"))) {
                // Given
                var producer = installation.startProducer();
                var before = post(producer, "before");
                await().atMost(PATIENCE).until(() -> messages(first).equals(List.of("before")));

                // When: the old primary is now a standby, and the address still leads there
                first.stop();
                second.promote();
                first.follow(second);
                var meanwhile = post(producer, "meanwhile");
                await().atMost(PATIENCE)
                        .until(() -> Files.readString(consumer.log()).contains("read-only transaction"));
                await().atMost(PATIENCE).until(() -> databaseHealth(consumer) == 503);
                // From now on a search's connection leads to a server that is behind.
                execute(first, "select pg_wal_replay_pause()");
                assertThat(LogClient.get(consumer.baseUri(), "/api/v1/logs").statusCode())
                        .isEqualTo(200);
                address.redirect(second.port());

                // Then
                var after = post(producer, "after");
                await().atMost(PATIENCE)
                        .until(() -> messages(second).containsAll(List.of("before", "meanwhile", "after")));
                await().atMost(PATIENCE).until(() -> databaseHealth(consumer) == 200);
                assertThat(messages(second)).hasSize(3);
                try (var resumed = LiveStream.openAfter(consumer.baseUri(), before)) {
                    await().atMost(PATIENCE).until(() -> resumed.ids().containsAll(List.of(meanwhile, after)));
                }
            } finally {
                second.discard();
            }
        } finally {
            first.discard();
        }
    }

    @Test
    void severalHostsAndTheTargetPrimaryFindTheNewOne() throws Exception {
        var first = Database.start(DatabaseSettings.in(Path.of("target/local/failover-third")));
        try (var installation = new Installation()) {
            var second = first.startStandby(DatabaseSettings.in(Path.of("target/local/failover-fourth")));
            var url = first.jdbcUrl()
                            .replace(":" + first.port() + "/", ":" + first.port() + ",127.0.0.1:" + second.port() + "/")
                    + "?targetServerType=primary";
            try (var consumer = start(installation, url)) {
                // Given
                var producer = installation.startProducer();
                post(producer, "before");
                await().atMost(PATIENCE).until(() -> messages(first).equals(List.of("before")));

                // When
                first.stop();
                second.promote();
                first.follow(second);
                post(producer, "after");

                // Then
                await().atMost(PATIENCE).until(() -> messages(second).containsAll(List.of("before", "after")));
                await().atMost(PATIENCE).until(() -> databaseHealth(consumer) == 200);
            } finally {
                second.discard();
            }
        } finally {
            first.discard();
        }
    }

    private static int databaseHealth(ServiceProcess consumer) {
        return LogClient.get(consumer.managementUri(), "/q/health/group/database")
                .statusCode();
    }

    private static String post(ServiceProcess producer, String message) {
        return LogClient.acceptedId(LogClient.post(producer.baseUri(), Map.of("message", message)));
    }

    private static ServiceProcess start(Installation installation, String url) {
        return ServiceProcess.of("consumer-service")
                .named("failover-" + installation.broker().name())
                .env(installation.environment())
                .env("QUARKUS_DATASOURCE_JDBC_URL", url)
                .jvmArgument("-XX:TieredStopAtLevel=1")
                .startAndAwaitReady(PATIENCE);
    }

    private static void execute(Database database, String sql) throws SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> messages(Database database) throws SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select message from log_event")) {
            var messages = new ArrayList<String>();
            while (rows.next()) {
                messages.add(rows.getString(1));
            }
            return messages;
        }
    }
}
