package io.logcast.rabbitmq.connection;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;

/**
 * A consumer for as long as the application runs. When the broker cancels it or closes its channel, the channel's user opens
 * another.
 */
public abstract class ReopeningConsumer extends DefaultConsumer {

    private final BrokerConnection connection;
    private final BrokerLink link;

    protected ReopeningConsumer(BrokerConnection connection, ChannelUser user, BrokerLink link, Channel channel) {
        super(channel);
        this.connection = connection;
        this.link = link;
        // Not handleShutdownSignal, which is not called for a consumer that was cancelled.
        channel.addShutdownListener(cause -> {
            if (link.isOpen()) {
                connection.reopen(user);
            }
        });
    }

    @Override
    public void handleCancel(String consumerTag) {
        connection.run(() -> link.discard(getChannel()));
    }
}
