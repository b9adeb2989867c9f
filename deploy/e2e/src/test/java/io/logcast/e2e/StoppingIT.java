package io.logcast.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logcast.local.ServiceProcess;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class StoppingIT {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Test
    void theCallsOfAConsumerThatStopsGetTheirAnswers() throws SQLException {
        try (var installation = new Installation();
                var database = installation.archive().database().connect()) {
            // Given
            var consumer = installation.startConsumer("stopping");
            var audit = SubscriptionClient.put(consumer.baseUri(), "audit", Map.of("binding", Map.of("type", "all")));
            var live = LiveStream.open(consumer.baseUri());
            var pushed = begin(consumer, "GET", "/api/v1/subscriptions/audit/stream");
            var pulled = begin(consumer, "POST", "/api/v1/subscriptions/audit/pull?wait=30");
            await().atMost(PATIENCE).until(() -> audit.state().path("consumers").asInt() == 2);
            lock(database);
            var search = begin(consumer, "GET", "/api/v1/logs");
            await().atMost(PATIENCE).until(() -> isWaitedFor(database));

            // When
            var stopped = CompletableFuture.runAsync(consumer::stop);
            await().atMost(PATIENCE).until(() -> !consumer.isReady());
            database.rollback();

            // Then
            assertThat(search.join().body()).isEqualTo("{\"events\":[]}");
            assertThat(pulled.join().body()).isEqualTo("{\"events\":[]}");
            assertThat(pushed.join().statusCode()).isEqualTo(200);
            await().atMost(PATIENCE).until(live::hasEnded);
            stopped.join();
        }
    }

    private static CompletableFuture<HttpResponse<String>> begin(ServiceProcess service, String method, String path) {
        return LogClient.begin(method, service.baseUri().resolve(path));
    }

    private static void lock(Connection database) throws SQLException {
        database.setAutoCommit(false);
        try (var statement = database.createStatement()) {
            statement.execute("lock table log_event in access exclusive mode");
        }
    }

    private static boolean isWaitedFor(Connection database) throws SQLException {
        try (var statement = database.createStatement();
                var rows = statement.executeQuery(
                        "select count(*) from pg_locks where not granted and relation = 'log_event'::regclass")) {
            return rows.next() && rows.getInt(1) > 0;
        }
    }
}
