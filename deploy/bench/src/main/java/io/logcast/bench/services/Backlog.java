package io.logcast.bench.services;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.logcast.model.event.LogEvent;
import io.logcast.model.event.Severity;
import io.logcast.model.wire.LogMessage;
import io.logcast.testing.PlainClient;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Messages that wait in the archive's queue; measures how fast they become committed rows.
 *
 * @param ids makes the id of each event
 */
record Backlog(Services services, int eventsAMessage, Supplier<UUID> ids) {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(20);

    Backlog(Services services, int eventsAMessage) {
        this(services, eventsAMessage, UUID::randomUUID);
    }

    // Lower case and single spaces, so that the loader's split gives the same words.
    static List<LogEvent> events(int count, Instant start, Supplier<UUID> ids) {
        var events = new ArrayList<LogEvent>(count);
        for (int i = 0; i < count; i++) {
            events.add(new LogEvent(
                    ids.get(),
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

    /** The time from the moment that the table is unlocked for the waiting messages until all are committed. */
    Duration drain(int count) throws SQLException, IOException, TimeoutException, InterruptedException {
        var observed = Instant.now();
        long start;
        try (var hold = services.database().connect()) {
            hold.setAutoCommit(false);
            try (var lock = hold.createStatement()) {
                lock.execute("lock table log_event in share row exclusive mode");
            }
            publish(events(count, observed, ids));
            start = System.nanoTime();
        }
        awaitRows(count, observed, start);
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

    /** Counting takes time from the consumer, so it pauses for half of the time that the rest will probably take. */
    private void awaitRows(long expected, Instant observed, long start) throws SQLException, InterruptedException {
        try (var connection = services.database().connect();
                var count = connection.prepareStatement(
                        "select count(*) from log_event where observed_time_unix_nano >= ?")) {
            count.setLong(1, JdbcLoader.unixNanos(observed));
            for (var rows = rows(count); rows < expected; rows = rows(count)) {
                var elapsed = System.nanoTime() - start;
                if (elapsed > PATIENCE.toNanos()) {
                    throw new IllegalStateException("The archive has " + rows + " of " + expected + " events");
                }
                var remaining = elapsed / Math.max(1, rows) * (expected - rows);
                TimeUnit.NANOSECONDS.sleep(
                        Math.max(SHORTEST_PAUSE.toNanos(), Math.min(remaining / 2, TimeUnit.SECONDS.toNanos(1))));
            }
        }
    }

    private static long rows(PreparedStatement count) throws SQLException {
        try (var row = count.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }
}
