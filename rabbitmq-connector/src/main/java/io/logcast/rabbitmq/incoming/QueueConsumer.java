package io.logcast.rabbitmq.incoming;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import io.logcast.rabbitmq.connection.Faults;
import java.io.IOException;

/** The consumer of a session's AMQP channel. It can be cancelled for a while and registered again. */
final class QueueConsumer extends DefaultConsumer {

    private final DeliverySession session;
    private final ConsumeSettings settings;
    private volatile boolean subscribed;
    /** The broker has this consumer, or will have it again once the window has room. */
    private volatile boolean registered;

    QueueConsumer(Channel channel, DeliverySession session, ConsumeSettings settings) {
        super(channel);
        this.session = session;
        this.settings = settings;
        // For messages that are still on their way when the consumer is cancelled.
        channel.setDefaultConsumer(this);
    }

    boolean isRegistered() {
        return registered;
    }

    void subscribe(int prefetch) throws IOException {
        getChannel().basicQos(prefetch);
        getChannel()
                .basicConsume(
                        session.queue,
                        settings.autoAck(),
                        settings.consumerTag(),
                        false,
                        settings.exclusive(),
                        settings.consumerArguments(),
                        this);
        subscribed = true;
    }

    void unsubscribe() throws IOException {
        if (subscribed) {
            subscribed = false;
            getChannel().basicCancel(getConsumerTag());
        }
    }

    /** Cancels it for good. */
    void finish() throws IOException {
        registered = false;
        unsubscribe();
    }

    @Override
    public void handleConsumeOk(String consumerTag) {
        super.handleConsumeOk(consumerTag);
        registered = true;
    }

    @Override
    public void handleDelivery(String consumerTag, Envelope envelope, BasicProperties properties, byte[] body) {
        try {
            session.deliver(envelope, properties, body);
        } catch (RuntimeException | Error e) {
            // Otherwise it would never be settled.
            Faults.report("Queue " + session.queue, e);
            session.fail(e);
        }
    }

    @Override
    public void handleCancel(String consumerTag) {
        registered = false;
        session.end("the broker cancelled the consumer of queue '" + session.queue + "'");
    }
}
