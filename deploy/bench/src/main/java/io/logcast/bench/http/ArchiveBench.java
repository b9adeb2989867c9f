package io.logcast.bench.http;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.ConnectionFactory;
import io.logcast.model.event.LogEvent;
import io.logcast.model.event.Severity;
import io.logcast.model.wire.AttributesJson;
import io.logcast.model.wire.ContentHash;
import io.logcast.model.wire.LogMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeoutException;

/**
 * From the broker into committed rows, against a loader that writes the same events into the same table with plain JDBC
 * batches. They take turns; the table is empty at the start of each.
 */
public final class ArchiveBench {

    private static final int EVENTS_A_MESSAGE = 100;
    private static final int ROWS_A_BATCH = 500;
    private static final int ROUNDS = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final String LOAD =
            "insert into log_event (id, time_unix_nano, observed_time_unix_nano, severity_number,"
                    + " source, message, attributes, trace_id, span_id, content_hash, words) values (?, ?, ?, ?, ?, ?, ?::json, ?, ?,"
                    + " ?, array_to_tsvector(string_to_array(?, ' '))) on conflict (id) do nothing";

    private ArchiveBench() {}

    public static void main(String[] arguments) throws Exception {
        var output = Path.of(System.getProperty("bench.output", "target")).toAbsolutePath();
        var count = Integer.getInteger("bench.archive.events", 100_000);
        var report = new StringBuilder(
                "| round | archive (events/s) | JDBC loader (events/s) | ratio |\n|---|---:|---:|---:|\n");
        try (var services = new Services(output)) {
            // The first one warms up.
            for (int round = 0; round <= ROUNDS; round++) {
                var archived = archive(services, events(count));
                var loaded = load(services, events(count));
                var line = String.format(
                        Locale.ROOT,
                        "| %s | %,.0f | %,.0f | %.2f |%n",
                        round == 0 ? "warm-up" : round,
                        archived,
                        loaded,
                        archived / loaded);
                System.out.print(line);
                report.append(line);
            }
        }
        Files.writeString(output.resolve("archive.md"), report);
    }

    // Lower case and single spaces: the message's words are as the loader cuts them.
    private static List<LogEvent> events(int count) {
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

    /** Events a second, from the moment that the table lets the waiting messages in until all are committed. */
    private static double archive(Services services, List<LogEvent> events)
            throws SQLException, IOException, TimeoutException, InterruptedException {
        execute(services, "truncate log_event");
        long start;
        try (var hold = services.database().connect()) {
            hold.setAutoCommit(false);
            try (var lock = hold.createStatement()) {
                lock.execute("lock table log_event in share row exclusive mode");
            }
            publish(services, events);
            start = System.nanoTime();
        }
        awaitRows(services, events.size());
        return events.size() * 1e9 / (System.nanoTime() - start);
    }

    /** Grouped by routing key, as the producer groups a batch; returns when the broker has confirmed all. */
    private static void publish(Services services, List<LogEvent> events)
            throws IOException, TimeoutException, InterruptedException {
        var endpoint = services.broker();
        var factory = new ConnectionFactory();
        factory.setHost(endpoint.host());
        factory.setPort(endpoint.port());
        factory.setUsername(endpoint.username());
        factory.setPassword(endpoint.password());
        var properties = new BasicProperties.Builder()
                .type(LogMessage.TYPE)
                .deliveryMode(2)
                .build();
        try (var connection = factory.newConnection("archive bench");
                var channel = connection.createChannel()) {
            channel.confirmSelect();
            for (var severity : List.of(Severity.ERROR, Severity.INFO)) {
                var alike = events.stream()
                        .filter(event -> event.severity() == severity)
                        .toList();
                for (int i = 0; i < alike.size(); i += EVENTS_A_MESSAGE) {
                    var message =
                            new LogMessage(alike.subList(i, Math.min(alike.size(), i + EVENTS_A_MESSAGE)), Map.of());
                    channel.basicPublish("logs", message.routingKey(), properties, message.body());
                }
            }
            channel.waitForConfirmsOrDie(PATIENCE.toMillis());
        }
    }

    private static void awaitRows(Services services, long count) throws SQLException, InterruptedException {
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

    /** Events a second of one connection that commits batches. */
    private static double load(Services services, List<LogEvent> events) throws SQLException {
        execute(services, "truncate log_event");
        try (var connection = services.database().connect()) {
            connection.setAutoCommit(false);
            var start = System.nanoTime();
            try (var insert = connection.prepareStatement(LOAD)) {
                for (int i = 0; i < events.size(); i++) {
                    add(insert, events.get(i));
                    if ((i + 1) % ROWS_A_BATCH == 0) {
                        insert.executeBatch();
                        connection.commit();
                    }
                }
                insert.executeBatch();
                connection.commit();
            }
            return events.size() * 1e9 / (System.nanoTime() - start);
        }
    }

    private static void add(PreparedStatement insert, LogEvent event) throws SQLException {
        var observed = event.observedTimestamp();
        insert.setObject(1, event.id());
        insert.setNull(2, Types.BIGINT);
        insert.setLong(3, observed.getEpochSecond() * 1_000_000_000L + observed.getNano());
        insert.setInt(4, event.severity().number());
        insert.setString(5, event.source());
        insert.setString(6, event.message());
        insert.setString(7, AttributesJson.write(event.attributes()));
        insert.setString(8, event.traceId());
        insert.setString(9, event.spanId());
        insert.setBytes(10, ContentHash.of(event));
        insert.setString(11, event.message());
        insert.addBatch();
    }

    private static void execute(Services services, String sql) throws SQLException {
        try (var connection = services.database().connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
