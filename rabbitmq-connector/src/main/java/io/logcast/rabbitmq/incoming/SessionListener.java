package io.logcast.rabbitmq.incoming;

/** Hears of the events of a {@link DeliverySession}. */
interface SessionListener {

    void delivered(BrokerDelivery delivery);

    /** Settled while its channel was there, so that the settlement can be sent. */
    void settled(DeliverySession session, BrokerDelivery delivery);

    /** Settled after its channel had gone, or after it was taken back; the broker delivers it again. */
    void stale(BrokerDelivery delivery);

    /** {@link DeliverySession#adjust} is to be called, by the connection's thread. */
    void wantsAdjustment(DeliverySession session);

    /** So many deliveries did not fit into the window. */
    void givenBack(int count);

    /** The broker has cancelled the consumer, or closed the channel. Called once. */
    void ended(DeliverySession session, String why);

    /** Nothing more is to be consumed, in this session or another. */
    void halt();
}
