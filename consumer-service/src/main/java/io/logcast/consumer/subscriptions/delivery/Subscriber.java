package io.logcast.consumer.subscriptions.delivery;

/** Who waits for messages of a subscription. All but {@code sweep} run on the connection's own thread; none may wait. */
interface Subscriber {

    void arrived(Received received);

    /** The broker ends it, or the service does. */
    void end();

    /** Called several times a second. */
    void sweep(long now);
}
