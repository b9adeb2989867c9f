package io.logcast.consumer.subscriptions.delivery;

import io.logcast.rabbitmq.queues.BrokerUnavailableException;
import java.util.List;
import java.util.UUID;

/**
 * The consumers of one stream, one after the other. A prefetch counts messages, whatever their size, so each consumer
 * brings only a few; when those have come and there is room, another one follows. Safe for use by many threads.
 */
final class StreamConsumer {

    private final QueueReader reader;
    private final Subscriber subscriber;
    private final int prefetch;
    private final String name = "stream-" + UUID.randomUUID();
    private volatile String tag = "";
    private volatile int asked;
    private int consumers;
    private boolean closed;

    /** @param prefetch the limit for all of them together */
    StreamConsumer(QueueReader reader, Subscriber subscriber, int prefetch) {
        this.reader = reader;
        this.subscriber = subscriber;
        this.prefetch = prefetch;
    }

    /**
     * Begins the next one, which may bring this many messages; those that the previous one brought stay.
     *
     * @throws BrokerUnavailableException if it fails
     */
    synchronized void ask(int messages) {
        if (closed) {
            return;
        }
        if (!tag.isEmpty()) {
            reader.cancel(tag);
        }
        asked = Math.min(messages, prefetch);
        tag = name + "-" + consumers++;
        reader.consume(tag, asked, subscriber);
    }

    /** How many messages the last one may bring. */
    int asked() {
        return asked;
    }

    /** Whether the last one has brought all that it may, and these messages leave room for another consumer. */
    boolean isUsedUp(List<Received> unsettled) {
        return unsettled.stream()
                                .filter(received ->
                                        received.message().consumer().equals(tag))
                                .count()
                        >= asked
                && unsettled.size() < prefetch;
    }

    /** Nothing is delivered once this returns. */
    synchronized void close() {
        closed = true;
        reader.cancel(tag);
    }
}
