package io.logcast.rabbitmq.queues;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import io.logcast.rabbitmq.connection.BrokerLink;
import io.logcast.rabbitmq.connection.Refusal;
import io.logcast.rabbitmq.messages.MessageSize;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * One AMQP channel that reads one queue, with consumers that come and go. When it ends, the broker delivers unsettled messages
 * again.
 */
public final class QueueChannel {

    private static final Logger LOG = Logger.getLogger(QueueChannel.class);

    private final String queue;
    private final BrokerLink link;
    private final Channel channel;
    private final Unsettled unsettled = new Unsettled();
    private final Object requests = new Object();

    public QueueChannel(String queue, BrokerLink link, Channel channel) {
        this.queue = queue;
        this.link = link;
        this.channel = channel;
        channel.addShutdownListener(cause -> unsettled.clear());
    }

    /** Receives messages. Called on the connection's own thread, which must not wait. */
    public interface Subscriber {

        void arrived(QueueMessage message);

        /** No more messages come: the broker has cancelled the consumer, or the channel is gone. */
        void end();
    }

    /** Calls the listener once, when the channel is gone; with the reason if the broker closed it. */
    public void onEnd(Consumer<Optional<Refusal>> listener) {
        channel.addShutdownListener(cause -> listener.accept(Refusal.of(cause)));
    }

    public boolean isOpen() {
        return channel.isOpen();
    }

    /** Closes the channel. May wait for the broker. */
    public void close() {
        link.discard(channel);
    }

    /** The bytes of the messages that were delivered and are not settled, headers included. */
    public long unsettledBytes() {
        return unsettled.bytes();
    }

    /**
     * Consumes until it is cancelled. May wait for the broker.
     *
     * @param tag names the consumer on this channel
     * @param prefetch how many messages may be delivered to this consumer and not settled
     * @throws MissingQueueException if the broker has no such queue
     * @throws BrokerUnavailableException if it fails otherwise
     */
    public void consume(String tag, int prefetch, Subscriber subscriber) {
        // basic.qos applies to the next consumer.
        synchronized (requests) {
            try {
                channel.basicQos(prefetch);
                channel.basicConsume(queue, false, tag, consumer(subscriber));
            } catch (IOException | ShutdownSignalException e) {
                throw RuntimeQueues.failure(queue, e);
            }
        }
    }

    private DefaultConsumer consumer(Subscriber subscriber) {
        return new DefaultConsumer(channel) {
            @Override
            public void handleDelivery(String consumerTag, Envelope envelope, BasicProperties properties, byte[] body) {
                unsettled.add(envelope.getDeliveryTag(), MessageSize.of(properties, body));
                subscriber.arrived(QueueMessage.of(consumerTag, envelope, properties, body));
            }

            @Override
            public void handleCancel(String consumerTag) {
                subscriber.end();
            }

            @Override
            public void handleShutdownSignal(String consumerTag, ShutdownSignalException cause) {
                subscriber.end();
            }
        };
    }

    /** Nothing is delivered to the consumer once this returns. May wait for the broker. */
    public void cancel(String tag) {
        synchronized (requests) {
            try {
                channel.basicCancel(tag);
            } catch (IOException | ShutdownSignalException e) {
                LOG.debugf(e, "A consumer of queue %s has ended before it was cancelled", queue);
            }
        }
    }

    public void ack(QueueMessage message) {
        settle(message, () -> channel.basicAck(message.tag(), false));
    }

    /** Requeues the message. */
    public void requeue(QueueMessage message) {
        settle(message, () -> channel.basicReject(message.tag(), true));
    }

    private interface Sending {
        void run() throws IOException;
    }

    private void settle(QueueMessage message, Sending sending) {
        unsettled.remove(message.tag());
        try {
            sending.run();
        } catch (IOException | AlreadyClosedException e) {
            LOG.debugf(e, "A settlement could not be sent; queue %s delivers the message again", queue);
        }
    }
}
