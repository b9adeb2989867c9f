package io.logcast.consumer.backfill;

import static io.logcast.consumer.subscriptions.SubscriptionClient.broadcast;
import static org.awaitility.Awaitility.await;

import io.logcast.model.event.LogEvent;
import io.logcast.model.event.Severity;
import io.logcast.testing.BrokerProbe;
import io.logcast.testing.TestDatabase;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Events of some sources that a test broadcasts, each in a message of its own. */
final class ArchivedEvents {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private ArchivedEvents() {}

    static LogEvent event(String source, String message) {
        return new LogEvent(
                UUID.randomUUID(),
                null,
                Instant.now(),
                Severity.INFO,
                source,
                message,
                Map.of("tenant", "acme"),
                null,
                null);
    }

    static List<LogEvent> published(BrokerProbe broker, int count, IntFunction<LogEvent> event) throws IOException {
        var events = IntStream.range(0, count).mapToObj(event).toList();
        for (var one : events) {
            broadcast(broker, one);
        }
        return events;
    }

    /** In the order of the archive: events that are stored together arrive at the same time, and are ordered by id. */
    static List<LogEvent> archived(BrokerProbe broker, int count, IntFunction<LogEvent> event)
            throws IOException, SQLException {
        var events = published(broker, count, event);
        await().atMost(PATIENCE).until(() -> inOrder(events).size() == count);
        return inOrder(events);
    }

    private static List<LogEvent> inOrder(List<LogEvent> events) throws SQLException {
        var inOrder = new ArrayList<LogEvent>();
        try (var connection = TestDatabase.get().connect();
                var select = connection.prepareStatement(
                        "select id from log_event where id = any(?) order by archived_at, id")) {
            var ids = events.stream().map(LogEvent::id).toArray();
            select.setArray(1, connection.createArrayOf("uuid", ids));
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    var id = rows.getObject(1, UUID.class);
                    events.stream().filter(event -> event.id().equals(id)).forEach(inOrder::add);
                }
            }
        }
        return inOrder;
    }

    static List<String> idsOf(List<LogEvent> events) {
        return events.stream().map(event -> event.id().toString()).toList();
    }
}
