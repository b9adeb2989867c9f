package io.logcast.consumer.subscriptions.delivery;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.logcast.consumer.subscriptions.BrokerAwayException;
import io.logcast.consumer.subscriptions.delivery.Settlements.Outcome;
import io.logcast.consumer.subscriptions.delivery.Settlements.Settlement;
import io.logcast.rabbitmq.PublishException;
import io.logcast.rabbitmq.PublishException.Reason;
import io.logcast.rabbitmq.connector.RabbitConnector;
import io.logcast.rabbitmq.requests.RequestClient;
import io.logcast.rabbitmq.requests.Responder;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;

/**
 * Connects the replicas of this service: a settlement may reach any replica, which passes it on over RabbitMQ to the
 * one that handed the event out. Each replica has a queue of its own, which is deleted with it.
 */
@ApplicationScoped
class Replicas {

    private static final String QUEUE = "logs.replica.";
    // Replies have a connection of their own: the broker may block those that publish, and deliveries must go on.
    private static final String CONNECTION = "replicas";
    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private final UUID own = UUID.randomUUID();
    private final RequestClient others;
    private final Responder requests;
    private final QueueReaders readers;
    private final ObjectMapper json;

    Replicas(@Connector(RabbitConnector.NAME) RabbitConnector connector, QueueReaders readers, ObjectMapper json) {
        this.others = connector.requests(CONNECTION, QUEUE + own);
        this.requests =
                connector.responder(CONNECTION, QUEUE + own, this::answer, Infrastructure.getDefaultWorkerPool());
        this.readers = readers;
        this.json = json;
    }

    /**
     * The id of this replica, for its ack ids. Other replicas can reach it.
     *
     * @throws BrokerAwayException if they cannot, since it has no connection
     */
    UUID own() {
        if (!requests.isReachable(DEADLINE)) {
            throw new BrokerAwayException("There is no connection to the broker", null);
        }
        return own;
    }

    /**
     * Settles events that any replica has handed out.
     *
     * @throws BrokerAwayException if an existing replica did not answer in time; then the outcome is unknown
     */
    Outcome settle(Settlements wanted) {
        var ofReplicas = new LinkedHashMap<UUID, List<Settlement>>();
        var expired = new ArrayList<String>();
        for (var settlement : wanted.settlements()) {
            AckId.parse(settlement.ackId())
                    .ifPresentOrElse(
                            id -> ofReplicas
                                    .computeIfAbsent(id.replica(), replica -> new ArrayList<>())
                                    .add(settlement),
                            () -> expired.add(settlement.ackId()));
        }
        var settled = 0;
        for (var entry : ofReplicas.entrySet()) {
            var part = new Settlements(wanted.subscription(), entry.getValue(), wanted.reason());
            var outcome = entry.getKey().equals(own) ? settleOwn(part) : ask(entry.getKey(), part);
            settled += outcome.settled();
            expired.addAll(outcome.expired());
        }
        return new Outcome(settled, expired);
    }

    private Outcome settleOwn(Settlements wanted) {
        var expired = wanted.settlements().stream()
                .filter(settlement -> !settle(wanted, settlement))
                .map(Settlement::ackId)
                .toList();
        return new Outcome(wanted.settlements().size() - expired.size(), expired);
    }

    private boolean settle(Settlements wanted, Settlement settlement) {
        return AckId.parse(settlement.ackId())
                .flatMap(id -> readers.find(wanted.subscription(), id.delivery())
                        .map(message -> switch (settlement.verdict()) {
                            case ACK -> message.ack(id.event());
                            case REQUEUE -> message.giveBack(id.event());
                            case REJECT -> message.reject(id.event(), wanted.reason());
                        }))
                .orElse(false);
    }

    private Outcome ask(UUID replica, Settlements wanted) {
        try {
            return json.readValue(
                    others.ask(QUEUE + replica, json.writeValueAsBytes(wanted), DEADLINE)
                            .toCompletableFuture()
                            .join(),
                    Outcome.class);
        } catch (CompletionException e) {
            if (e.getCause() instanceof PublishException refusal && refusal.reason() == Reason.UNROUTABLE) {
                // That replica is gone, and the broker has requeued what it held.
                return new Outcome(
                        0, wanted.settlements().stream().map(Settlement::ackId).toList());
            }
            throw new BrokerAwayException("The replica that handed the events out did not answer", e);
        } catch (IOException e) {
            throw new BrokerAwayException("The replica that handed the events out did not answer with an outcome", e);
        }
    }

    /** Answers another replica. Settling writes to the broker, and may wait. */
    private byte[] answer(byte[] request) throws IOException {
        return json.writeValueAsBytes(settleOwn(json.readValue(request, Settlements.class)));
    }
}
