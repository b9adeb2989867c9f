package io.logcast.consumer.archive;

import io.logcast.model.event.LogEvent;
import io.logcast.model.wire.LogMessage;
import io.logcast.rabbitmq.ConfirmedSend;
import io.smallrye.reactive.messaging.rabbitmq.OutgoingRabbitMQMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jboss.logging.Logger;

/**
 * Announces events made from foreign messages to the live tails of all replicas. Many such messages have no id, and each
 * reader would give them a different one. So only the archive makes these events, and the live tails wait for its
 * announcement.
 */
@ApplicationScoped
class ForeignEvents {

    private static final Logger LOG = Logger.getLogger(ForeignEvents.class);

    private final Emitter<byte[]> foreign;

    ForeignEvents(@Channel("foreign") @OnOverflow(OnOverflow.Strategy.DROP) Emitter<byte[]> foreign) {
        this.foreign = foreign;
    }

    /** Announces an archived event. If this fails, the event is in the archive all the same. */
    void announce(LogEvent event) {
        var message = new LogMessage(List.of(event), Map.of());
        ConfirmedSend.to(foreign, message.body(), properties(message)).exceptionally(reason -> {
            LOG.warnf("The live tail will not show %s: %s", event.id(), reason.getMessage());
            return null;
        });
    }

    private static OutgoingRabbitMQMetadata properties(LogMessage message) {
        return new OutgoingRabbitMQMetadata.Builder()
                .withRoutingKey(message.routingKey())
                .withMessageId(message.messageId().toString())
                .withType(LogMessage.TYPE)
                .withContentType(LogMessage.CONTENT_TYPE)
                .build();
    }
}
