package io.logcast.consumer.subscriptions.delivery;

import io.logcast.consumer.messages.Delivery;
import io.logcast.model.wire.JsonLines;
import io.logcast.model.wire.LogMessage;
import io.logcast.model.wire.LogMessage.Content;
import io.logcast.rabbitmq.queues.QueueMessage;
import java.util.Arrays;
import java.util.stream.Collectors;

/** A message of a subscription's queue: as the broker delivered it, and as Logcast reads it. */
public record Received(QueueMessage message, Delivery delivery) {

    static Received of(QueueMessage message) {
        return new Received(message, Delivery.of(message));
    }

    /** When it arrived ({@link System#nanoTime()}). */
    long at() {
        return message.at();
    }

    /** Whether an event of it was delivered before, to any reader. */
    boolean redelivered() {
        return message.redelivered() || delivery.attempts() > 1;
    }

    /** The size of its body. */
    public int bytes() {
        return message.body().length;
    }

    int events() {
        return delivery.events();
    }

    /** An event as it was sent, with fields that only a later release knows. */
    byte[] line(Content content, int index) {
        return delivery.isForeign() ? delivery.body() : LogMessage.line(delivery.body(), content.lineNumber(index));
    }

    /** The same of several events, as the body of a message. */
    byte[] lines(Content content, int[] indexes) {
        if (delivery.isForeign()) {
            return delivery.body();
        }
        var numbers = Arrays.stream(indexes).map(content::lineNumber).boxed().collect(Collectors.toSet());
        return JsonLines.select(delivery.body(), numbers);
    }
}
