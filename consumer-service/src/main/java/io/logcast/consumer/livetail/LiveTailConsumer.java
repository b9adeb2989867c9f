package io.logcast.consumer.livetail;

import io.logcast.consumer.messages.Delivery;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** The channel {@code live}: each replica has a queue of its own, so that every replica sees every event. */
@ApplicationScoped
class LiveTailConsumer {

    private final LiveTail liveTail;
    private final QueueName queue = new QueueName();

    LiveTailConsumer(LiveTail liveTail) {
        this.liveTail = liveTail;
    }

    @Incoming("live")
    CompletionStage<Void> live(Message<byte[]> message) {
        if (queue.changesWith(message)) {
            liveTail.lost();
        }
        // The archive gives foreign messages their ids, and announces them on the channel foreign.
        publish(Delivery.of(message));
        return message.ack();
    }

    @Incoming("live-foreign")
    CompletionStage<Void> liveForeign(Message<byte[]> message) {
        publish(Delivery.of(message));
        return message.ack();
    }

    /**
     * Messages that the two queues dropped. Foreign messages are not counted: their events are announced by the
     * archive.
     */
    @Incoming("live-dropped")
    CompletionStage<Void> dropped(Message<byte[]> message) {
        var delivery = Delivery.of(message);
        if (!delivery.isForeign()) {
            liveTail.dropped(delivery.events());
        }
        return message.ack();
    }

    private void publish(Delivery delivery) {
        if (delivery.isOurs()) {
            delivery.content().events().forEach(liveTail::publish);
        }
    }
}
