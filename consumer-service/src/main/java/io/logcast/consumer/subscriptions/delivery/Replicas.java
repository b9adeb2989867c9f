package io.logcast.consumer.subscriptions.delivery;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import io.logcast.consumer.subscriptions.BrokerAwayException;
import io.logcast.consumer.subscriptions.delivery.Settlements.Outcome;
import io.logcast.consumer.subscriptions.delivery.Settlements.Settlement;
import io.logcast.rabbitmq.PublishException;
import io.logcast.rabbitmq.PublishException.Reason;
import io.logcast.rabbitmq.connection.BrokerConnection;
import io.logcast.rabbitmq.connection.BrokerLink;
import io.logcast.rabbitmq.connection.ChannelUser;
import io.logcast.rabbitmq.connector.RabbitConnector;
import io.logcast.rabbitmq.requests.RequestClient;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The replicas of this service, to each other: a settlement that reaches another replica than the one that handed the
 * event out is asked of that one, over RabbitMQ. Each has a queue of its own, which goes with it.
 */
@ApplicationScoped
class Replicas implements ChannelUser {

    private static final Logger LOG = Logger.getLogger(Replicas.class);
    private static final String QUEUE = "logs.replica.";
    // Replies are published: not on the connection that delivers, which the broker must not block.
    private static final String CONNECTION = "replicas";
    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private final UUID own = UUID.randomUUID();
    private final RabbitConnector connector;
    private final RequestClient requests;
    private final QueueReaders readers;
    private final ObjectMapper json;
    private volatile boolean isReachable;
    private @Nullable CompletionStage<Void> firstAttempt;

    Replicas(@Connector(RabbitConnector.NAME) RabbitConnector connector, QueueReaders readers, ObjectMapper json) {
        this.connector = connector;
        this.requests = connector.requests(CONNECTION, QUEUE + own);
        this.readers = readers;
        this.json = json;
    }

    /**
     * This replica, as its ack ids name it; others can reach it.
     *
     * @throws BrokerAwayException if they cannot, since there is no connection
     */
    UUID own() {
        try {
            connect().toCompletableFuture().get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.debugf(e, "The first attempt to connect to other replicas failed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!isReachable) {
            throw new BrokerAwayException("There is no connection to the broker", null);
        }
        return own;
    }

    private synchronized CompletionStage<Void> connect() {
        var attempt = firstAttempt;
        if (attempt == null) {
            attempt = connection().register(this);
            firstAttempt = attempt;
        }
        return attempt;
    }

    private BrokerConnection connection() {
        return connector.connection(CONNECTION);
    }

    @Override
    public String name() {
        return CONNECTION;
    }

    @Override
    public void open(BrokerLink opened) throws IOException {
        opened.openChannel(channel -> {
            var queue = channel.queueDeclare(QUEUE + own, false, true, true, Map.of())
                    .getQueue();
            return channel.basicConsume(queue, true, new Requests(opened, channel));
        });
        isReachable = true;
    }

    /**
     * Settles events, whichever replica has handed them out.
     *
     * @throws BrokerAwayException if a replica that is there did not answer in time; what it does is not known
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
            var outcome = entry.getKey().equals(own) ? readers.settle(part) : ask(entry.getKey(), part);
            settled += outcome.settled();
            expired.addAll(outcome.expired());
        }
        return new Outcome(settled, expired);
    }

    private Outcome ask(UUID replica, Settlements wanted) {
        try {
            return json.readValue(
                    requests.ask(QUEUE + replica, json.writeValueAsBytes(wanted), DEADLINE)
                            .toCompletableFuture()
                            .join(),
                    Outcome.class);
        } catch (CompletionException e) {
            if (e.getCause() instanceof PublishException refusal && refusal.reason() == Reason.UNROUTABLE) {
                // It is gone, and the broker has given what it held to others.
                return new Outcome(
                        0, wanted.settlements().stream().map(Settlement::ackId).toList());
            }
            throw new BrokerAwayException("The replica that handed the events out did not answer", e);
        } catch (IOException e) {
            throw new BrokerAwayException("The replica that handed the events out answered what is no outcome", e);
        }
    }

    /** What other replicas ask. */
    private final class Requests extends DefaultConsumer {

        private final BrokerLink link;

        Requests(BrokerLink link, Channel channel) {
            super(channel);
            this.link = link;
        }

        @Override
        public void handleDelivery(String consumerTag, Envelope envelope, BasicProperties request, byte[] body) {
            // Settling writes to the broker, for which this thread must not wait.
            Infrastructure.getDefaultWorkerPool().execute(() -> answer(request, body));
        }

        private void answer(BasicProperties request, byte[] body) {
            try {
                var outcome = readers.settle(json.readValue(body, Settlements.class));
                var properties = new BasicProperties.Builder()
                        .correlationId(request.getCorrelationId())
                        .build();
                synchronized (this) {
                    getChannel().basicPublish("", request.getReplyTo(), properties, json.writeValueAsBytes(outcome));
                }
            } catch (IOException | RuntimeException e) {
                LOG.warnf("A settlement for another replica is not answered: %s", e);
            }
        }

        @Override
        public void handleCancel(String consumerTag) {
            connection().run(() -> link.discard(getChannel()));
        }

        @Override
        public void handleShutdownSignal(String consumerTag, ShutdownSignalException cause) {
            if (link.isOpen()) {
                connection().reopen(Replicas.this);
            }
        }
    }
}
