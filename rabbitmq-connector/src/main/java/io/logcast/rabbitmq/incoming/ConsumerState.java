package io.logcast.rabbitmq.incoming;

import org.jspecify.annotations.Nullable;

/** The states of an incoming channel; {@link ConsumerLife} has the current one. */
sealed interface ConsumerState {

    /** The session through which deliveries can be settled; null if none exists. */
    default @Nullable DeliverySession session() {
        return null;
    }

    /** Nothing is consumed yet: there is no subscriber, or no connection. */
    record Idle() implements ConsumerState {}

    /** Consumes in a session. A lost session stays here until the next one takes its place. */
    record Consuming(DeliverySession session) implements ConsumerState {}

    /** All messages were given back to the broker; nothing is consumed until the application goes on. */
    record Resting() implements ConsumerState {}

    /** Takes no more messages, for good; messages that were handed out can still be settled. */
    record Stopped(@Nullable DeliverySession session) implements ConsumerState {}
}
