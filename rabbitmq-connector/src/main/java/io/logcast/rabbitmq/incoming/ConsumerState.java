package io.logcast.rabbitmq.incoming;

import org.jspecify.annotations.Nullable;

/** What an incoming channel does at a moment; {@link ConsumerLife} has the current one. */
sealed interface ConsumerState {

    /** The session through which deliveries can be settled; null if there is none. */
    default @Nullable DeliverySession session() {
        return null;
    }

    /** Nothing is consumed yet: there is no subscriber, or no connection. */
    record Idle() implements ConsumerState {}

    /** Consumes in a session. One that is lost stays here until the next takes its place. */
    record Consuming(DeliverySession session) implements ConsumerState {}

    /** All messages were given back to the broker; nothing is consumed until the application goes on. */
    record Resting() implements ConsumerState {}

    /** Takes nothing more, for good; what was handed out can still be settled. */
    record Stopped(@Nullable DeliverySession session) implements ConsumerState {}
}
