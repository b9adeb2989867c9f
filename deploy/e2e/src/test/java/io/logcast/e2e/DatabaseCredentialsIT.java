package io.logcast.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logcast.local.ServiceProcess;
import io.logcast.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database user's name and password in files, as in a mounted Secret. */
class DatabaseCredentialsIT {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    Path secret;

    private final String user = "user_" + UUID.randomUUID().toString().replace('-', '_');

    @Test
    void aPasswordThatIsChangedWhileItRunsIsUsedFromTheNextConnectionOn() throws Exception {
        try (var installation = new Installation()) {
            // Given
            TestDatabase.execute("create role %s login superuser password 'first'".formatted(user));
            Files.writeString(secret.resolve("username"), user);
            Files.writeString(secret.resolve("password"), "first\n");
            var producer = installation.startProducer();
            try (var consumer = startConsumer(installation)) {
                post(producer, "before");
                await().atMost(PATIENCE)
                        .until(() -> installation.archive().ids().size() == 1);
                // Before the schema exists, it is down for another reason.
                await().atMost(PATIENCE).until(() -> databaseHealth(consumer) == 200);

                // When: the old password is no longer valid, and the new one arrives later, after an empty file
                Files.writeString(secret.resolve("password"), "");
                TestDatabase.execute(
                        "alter role %s password 'second'".formatted(user),
                        "select pg_terminate_backend(pid) from pg_stat_activity where usename = '%s'".formatted(user));
                post(producer, "after");
                await().atMost(PATIENCE).until(() -> databaseHealth(consumer) == 503);
                Files.writeString(secret.resolve("password"), "second");

                // Then
                await().atMost(PATIENCE)
                        .until(() -> installation.archive().ids().size() == 2);
                await().atMost(PATIENCE).until(() -> databaseHealth(consumer) == 200);
                assertThat(LogClient.get(consumer.baseUri(), "/api/v1/logs").body())
                        .contains("before", "after");
                assertThat(installation.archive().deadLetteredIds()).isEmpty();
            }
        }
    }

    private ServiceProcess startConsumer(Installation installation) {
        return ServiceProcess.of("consumer-service")
                .named("credentials-" + installation.broker().name())
                .env(installation.environment())
                .env("QUARKUS_DATASOURCE_USERNAME", "nobody")
                .env("QUARKUS_DATASOURCE_PASSWORD", "wrong")
                .env(
                        "LOGCAST_DATABASE_USERNAME_FILE",
                        secret.resolve("username").toString())
                .env(
                        "LOGCAST_DATABASE_PASSWORD_FILE",
                        secret.resolve("password").toString())
                .jvmArgument("-XX:TieredStopAtLevel=1")
                .startAndAwaitReady(PATIENCE);
    }

    private static int databaseHealth(ServiceProcess consumer) {
        return LogClient.get(consumer.managementUri(), "/q/health/group/database")
                .statusCode();
    }

    private static void post(ServiceProcess producer, String message) {
        LogClient.acceptedId(LogClient.post(producer.baseUri(), Map.of("message", message)));
    }
}
