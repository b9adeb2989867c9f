package io.logcast.consumer.livetail;

import io.logcast.model.event.LogEvent;
import io.logcast.model.wire.LogMessage;
import io.smallrye.reactive.messaging.rabbitmq.OutgoingRabbitMQMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jboss.logging.Logger;

/**
 * Tells the live tails of all replicas about events made of foreign messages. Such a message carries no id that two
 * queues could agree on, so the archive gives it one, and the live tails wait to hear which.
 */
@ApplicationScoped
public class ForeignEvents {

    private static final Logger LOG = Logger.getLogger(ForeignEvents.class);

    private final Emitter<byte[]> foreign;

    ForeignEvents(@Channel("foreign") @OnOverflow(OnOverflow.Strategy.DROP) Emitter<byte[]> foreign) {
        this.foreign = foreign;
    }

    /** Announces an archived event; without success it is in the archive all the same. */
    public void announce(LogEvent event) {
        var message = new LogMessage(List.of(event), Map.of());
        try {
            foreign.send(Message.of(
                    message.body(),
                    Metadata.of(properties(message)),
                    () -> CompletableFuture.completedFuture(null),
                    reason -> {
                        warn(event, reason);
                        return CompletableFuture.completedFuture(null);
                    }));
        } catch (RuntimeException e) {
            // A channel that has ended throws.
            warn(event, e);
        }
    }

    private static void warn(LogEvent event, Throwable reason) {
        LOG.warnf("The live tail will not show %s: %s", event.id(), reason.getMessage());
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
