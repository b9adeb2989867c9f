package io.logcast.consumer.backfill;

import io.logcast.consumer.messages.Delivery;
import io.logcast.consumer.subscriptions.Subscription;
import io.logcast.model.event.LogEvent;
import io.logcast.model.wire.LogMessage;
import io.logcast.model.wire.Route;
import io.logcast.model.wire.RoutingAttributes;
import io.logcast.rabbitmq.ConfirmedSend;
import io.logcast.rabbitmq.PublishException;
import io.logcast.rabbitmq.PublishException.Reason;
import io.logcast.rabbitmq.messages.MessageProperties;
import io.smallrye.reactive.messaging.rabbitmq.OutgoingRabbitMQMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/** The channel {@code backfill}: publishes events to the queue of one subscription, and to no other. */
@ApplicationScoped
class BackfillSender {

    // Longer than the connector takes to report any outcome.
    private static final int LONGEST_CONFIRM_SECONDS = 15;

    private final Emitter<byte[]> channel;
    private final RoutingAttributes routable;
    private final Clock clock;

    BackfillSender(
            // Each replay waits for what it sends, so there are never more than a few batches here.
            @Channel("backfill") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) Emitter<byte[]> channel,
            @ConfigProperty(name = "logcast.routing-attributes") List<String> routable,
            Clock clock) {
        this.channel = channel;
        this.routable = new RoutingAttributes(routable);
        this.clock = clock;
    }

    /** Whether the subscription's binding matches an event. */
    Predicate<LogEvent> taken(Subscription subscription) {
        return event -> subscription.takes(Route.of(event, routable.of(event)));
    }

    /**
     * Returns once the broker has confirmed all of them.
     *
     * @throws PublishException if it has not confirmed all of them
     */
    void send(Subscription subscription, UUID replay, List<ReplayMessage> messages) {
        var sent = messages.stream()
                .map(message -> ConfirmedSend.to(channel, message.body(), properties(subscription, replay, message)))
                .toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(sent).get(LONGEST_CONFIRM_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof PublishException reason
                    ? reason
                    : new PublishException(Reason.NOT_CONNECTED, String.valueOf(e.getMessage()), e);
        } catch (TimeoutException e) {
            throw new PublishException(Reason.DEADLINE, "the broker did not confirm it in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PublishException(Reason.NOT_CONNECTED, "the service is stopping", e);
        }
    }

    /**
     * The routing key is the subscription's own, by name and generation, so that a later subscription of the same name
     * gets none of these events.
     */
    private OutgoingRabbitMQMetadata properties(Subscription subscription, UUID replay, ReplayMessage message) {
        // The time of this message, not of its events: how long it may wait begins now.
        return new MessageProperties(
                        message.id().toString(),
                        LogMessage.TYPE,
                        LogMessage.CONTENT_TYPE,
                        null,
                        null,
                        null,
                        LogMessage.APP_ID,
                        clock.instant(),
                        null)
                .toOutgoing()
                .withRoutingKey(subscription.givenBackKey())
                .withHeaders(Map.of(
                        LogMessage.EVENTS_HEADER,
                        message.events(),
                        Delivery.REPLAYED,
                        replay.toString(),
                        // The same values as for messages that are sent to this queue alone.
                        Delivery.ORIGIN_EXCHANGE,
                        "",
                        Delivery.ORIGIN_ROUTING_KEY,
                        subscription.name()))
                .build();
    }
}
