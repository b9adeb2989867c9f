package io.logcast.consumer.subscriptions.delivery;

import io.logcast.consumer.messages.Delivery;
import io.logcast.rabbitmq.queues.QueueMessage;

/** A message of a subscription's queue, as the broker delivered it and as Logcast reads it. */
record Received(QueueMessage message, Delivery delivery) {

    static Received of(QueueMessage message) {
        return new Received(message, Delivery.of(message));
    }

    /** When ({@link System#nanoTime()}). */
    long at() {
        return message.at();
    }

    /** Whether an event of it was delivered before, to whomever. */
    boolean redelivered() {
        return message.redelivered() || delivery.attempts() > 1;
    }

    /** The size of its body. */
    int bytes() {
        return message.body().length;
    }

    int events() {
        return delivery.events();
    }
}
