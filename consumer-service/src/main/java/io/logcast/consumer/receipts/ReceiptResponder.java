package io.logcast.consumer.receipts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.logcast.consumer.archive.table.ArchivedEvent;
import io.logcast.consumer.archive.table.LogEventTable;
import io.logcast.consumer.deadletters.DeadLetterTable;
import io.logcast.consumer.messages.Delivery;
import io.logcast.model.wire.Ids;
import io.logcast.rabbitmq.ConfirmedSend;
import io.logcast.rabbitmq.messages.MessageProperties;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.unchecked.Unchecked;
import io.smallrye.reactive.messaging.rabbitmq.OutgoingRabbitMQMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.UUID;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jboss.logging.Logger;

/**
 * The channel {@code receipt-requests}. The body of a request is an event's id; the reply, on the channel
 * {@code receipts}, is the JSON of a {@link Receipt}. If a request cannot be answered now, it is not answered, and the
 * producer waits until its deadline.
 */
@ApplicationScoped
class ReceiptResponder {

    private static final Logger LOG = Logger.getLogger(ReceiptResponder.class);
    private static final String JSON = "application/json";
    private static final int MAX_LETTERS = 10;

    private final LogEventTable events;
    private final DeadLetterTable letters;
    private final ObjectMapper mapper;
    private final Emitter<byte[]> receipts;

    ReceiptResponder(
            LogEventTable events,
            DeadLetterTable letters,
            ObjectMapper mapper,
            // A reply that cannot be sent at once is useless.
            @Channel("receipts") @OnOverflow(OnOverflow.Strategy.DROP) Emitter<byte[]> receipts) {
        this.events = events;
        this.letters = letters;
        this.mapper = mapper;
        this.receipts = receipts;
    }

    /** Answers one after the other; each takes two look-ups by key. */
    @Incoming("receipt-requests")
    Uni<Void> answer(Message<byte[]> message) {
        return Uni.createFrom()
                .item(Unchecked.supplier(() -> {
                    send(Delivery.of(message).properties(), receipt(id(message.getPayload())));
                    return message;
                }))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .onFailure()
                .invoke(e -> LOG.warnf("A request for a receipt is not answered: %s", e.getMessage()))
                .onFailure()
                .recoverWithItem(message)
                .chain(asked -> Uni.createFrom().completionStage(asked.ack()));
    }

    private static UUID id(byte[] body) {
        return Ids.parse(new String(body, StandardCharsets.UTF_8));
    }

    private Receipt receipt(UUID id) throws SQLException {
        var found = letters.ofEvent(id, MAX_LETTERS).stream()
                .map(stored -> new Receipt.Letter(
                        stored.id(),
                        stored.at(),
                        stored.letter().kind().word(),
                        stored.letter().reason(),
                        stored.letter().queue(),
                        stored.replayedAt()))
                .toList();
        return Receipt.of(id, events.find(id).map(ArchivedEvent::at).orElse(null), found);
    }

    private void send(MessageProperties request, Receipt receipt) throws JsonProcessingException {
        if (request.replyTo() == null || request.correlationId() == null) {
            throw new IllegalArgumentException("the request has no reply-to");
        }
        var properties = new OutgoingRabbitMQMetadata.Builder()
                .withRoutingKey(request.replyTo())
                .withCorrelationId(request.correlationId())
                .withContentType(JSON)
                .build();
        ConfirmedSend.to(receipts, mapper.writeValueAsBytes(receipt), properties)
                .exceptionally(reason -> {
                    LOG.debugf("A receipt did not arrive: %s", reason.getMessage());
                    return null;
                });
    }
}
