package io.logcast.bench.services;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.logcast.model.event.LogEvent;
import io.logcast.model.event.Severity;
import io.logcast.model.wire.LogMessage;
import io.logcast.testing.PlainClient;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeoutException;

/** Messages that wait in the archive's queue; measures how fast they become committed rows. */
record Backlog(Services services, int eventsAMessage) {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    // Lower case and single spaces, so that the loader's split gives the same words.
    static List<LogEvent> events(int count) {
        var events = new ArrayList<LogEvent>(count);
        var start = Instant.now();
        for (int i = 0; i < count; i++) {
            events.add(new LogEvent(
                    UUID.randomUUID(),
                    null,
                    start.plusNanos(i * 1000L),
                    i % 50 == 0 ? Severity.ERROR : Severity.INFO,
                    "bench.archive",
                    "request r" + i + " of user u" + i % 10_000 + " to endpoint e" + i % 200 + " answered in t"
                            + i % 997 + " ms",
                    Map.of("tenant", "tenant" + i % 50, "order", (long) i),
                    i % 2 == 0 ? "%032x".formatted(1 + i / 8) : null,
                    null));
        }
        return events;
    }

    /** The time from the moment that the empty table is unlocked for the waiting messages until all are committed. */
    Duration drain(int count) throws SQLException, IOException, TimeoutException, InterruptedException {
        services.execute("truncate log_event");
        long start;
        try (var hold = services.database().connect()) {
            hold.setAutoCommit(false);
            try (var lock = hold.createStatement()) {
                lock.execute("lock table log_event in share row exclusive mode");
            }
            publish(events(count));
            start = System.nanoTime();
        }
        awaitRows(count);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** Grouped by routing key, as the producer groups a batch; returns when the broker has confirmed all. */
    private void publish(List<LogEvent> events) throws IOException, TimeoutException, InterruptedException {
        var properties = new BasicProperties.Builder()
                .type(LogMessage.TYPE)
                .deliveryMode(2)
                .build();
        try (var connection = PlainClient.connect(services.broker(), "backlog");
                var channel = connection.createChannel()) {
            channel.confirmSelect();
            for (var severity : List.of(Severity.ERROR, Severity.INFO)) {
                var alike = events.stream()
                        .filter(event -> event.severity() == severity)
                        .toList();
                for (int i = 0; i < alike.size(); i += eventsAMessage) {
                    var message =
                            new LogMessage(alike.subList(i, Math.min(alike.size(), i + eventsAMessage)), Map.of());
                    channel.basicPublish("logs", message.routingKey(), properties, message.body());
                }
            }
            channel.waitForConfirmsOrDie(PATIENCE.toMillis());
        }
    }

    private void awaitRows(long count) throws SQLException, InterruptedException {
        var end = System.nanoTime() + PATIENCE.toNanos();
        try (var connection = services.database().connect()) {
            while (count(connection) < count) {
                if (System.nanoTime() > end) {
                    throw new IllegalStateException("The archive has not got all events");
                }
                Thread.sleep(50);
            }
        }
    }

    private static long count(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("select count(*) from log_event")) {
            row.next();
            return row.getLong(1);
        }
    }
}
