package io.logcast.rabbitmq.incoming;

/** Listens to the events of a {@link DeliverySession}. */
interface SessionListener {

    void delivered(BrokerDelivery delivery);

    /** The delivery was settled while its channel was open, so the settlement can be sent. */
    void settled(DeliverySession session, BrokerDelivery delivery);

    /**
     * The delivery was settled after its channel was closed, or after it was taken back; the broker delivers it again.
     */
    void stale(BrokerDelivery delivery);

    /** {@link DeliverySession#adjust} has to be called, by the connection's thread. */
    void wantsAdjustment(DeliverySession session);

    /** This number of deliveries did not fit into the window. */
    void givenBack(int count);

    /** The broker has cancelled the consumer, or closed the channel. Called once. */
    void ended(DeliverySession session, String why);

    /** Consuming has to stop, in this session and all later ones. */
    void halt();
}
