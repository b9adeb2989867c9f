package io.logcast.consumer.subscriptions.delivery;

/** Waits for messages of a subscription. All methods but {@code sweep} run on the connection's own thread; none may block. */
public interface Subscriber {

    void arrived(Received received);

    /** The broker, or the service, ends it. */
    void end();

    /** Called several times a second. */
    void sweep(long now);
}
