package io.logcast.consumer.subscriptions.delivery;

/** Waits for messages of a subscription. Messages arrive on the connection's own thread; no method may block. */
public interface Subscriber {

    void arrived(Received received);

    /** The broker, or the service, ends it. */
    void end();

    /** Called several times a second. */
    void sweep(long now);

    /** Whether it is a pull or a stream: a subscription that is pushed has none of them. */
    default boolean isReader() {
        return true;
    }
}
