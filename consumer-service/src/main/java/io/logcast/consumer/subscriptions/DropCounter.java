package io.logcast.consumer.subscriptions;

import io.logcast.consumer.database.NotMigrated;
import io.logcast.consumer.database.Schema;
import io.logcast.model.wire.LogMessage;
import io.logcast.rabbitmq.connector.RabbitConnector;
import io.logcast.rabbitmq.queues.BulkReader;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;
import org.jboss.logging.Logger;

/**
 * Counts what subscriptions' queues drop. The broker dead-letters each dropped message, with the reason, to one queue
 * for all subscriptions. The message is acknowledged once its count is committed.
 */
@ApplicationScoped
class DropCounter {

    private static final Logger LOG = Logger.getLogger(DropCounter.class);
    private static final int PREFETCH = 2000;

    private final DroppedTable table;
    private final Schema schema;
    private final BulkReader<Dropped> reader;

    DropCounter(
            @Connector(RabbitConnector.NAME) RabbitConnector connector,
            DroppedTable table,
            Schema schema,
            @ConfigProperty(name = "topology.dropped.queue") String queue) {
        this.table = table;
        this.schema = schema;
        this.reader = connector.bulkReader(
                SubscriptionQueues.CONNECTION,
                queue,
                "dropped",
                new BulkReader.Settings<>(PREFETCH, Dropped::of, this::flushSoon));
    }

    /** One message that was dropped. */
    private record Dropped(Drop drop, long events) {

        static Optional<Dropped> of(Map<String, Object> headers) {
            // Foreign messages are one event each.
            var events = headers.get(LogMessage.EVENTS_HEADER) instanceof Number count ? count.longValue() : 1;
            return Drop.of(headers).map(drop -> new Dropped(drop, events));
        }
    }

    /** To be opened with the queues of subscriptions. */
    BulkReader<?> reader() {
        return reader;
    }

    private void flushSoon() {
        // Not before the migration; the job does it afterwards.
        if (schema.isUpToDate()) {
            Infrastructure.getDefaultWorkerPool().execute(this::flush);
        }
    }

    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP, skipExecutionIf = NotMigrated.class)
    void flush() {
        try {
            reader.flush(this::store);
        } catch (SQLException e) {
            LOG.warnf("Events that subscriptions dropped are not counted yet: %s", e.getMessage());
        }
    }

    private void store(List<Dropped> dropped) throws SQLException {
        table.add(dropped.stream()
                .collect(Collectors.groupingBy(Dropped::drop, Collectors.summingLong(Dropped::events))));
    }
}
