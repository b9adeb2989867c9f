package io.logcast.rabbitmq.queues;

/** The broker has no queue of that name. */
public final class MissingQueueException extends BrokerUnavailableException {

    private static final long serialVersionUID = 1L;

    public MissingQueueException(String queue, Throwable cause) {
        super("The broker has no queue " + queue, cause);
    }
}
