package io.logcast.rabbitmq.connection;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;

/**
 * A consumer for as long as the application runs. When the broker cancels it or closes its channel, the channel's user opens
 * another.
 */
public abstract class ReopeningConsumer extends DefaultConsumer {

    private final BrokerConnection connection;
    private final ChannelUser user;
    private final BrokerLink link;

    protected ReopeningConsumer(BrokerConnection connection, ChannelUser user, BrokerLink link, Channel channel) {
        super(channel);
        this.connection = connection;
        this.user = user;
        this.link = link;
    }

    /**
     * Only from now on: a consumer that the broker does not answer in time is followed by another, also when the broker has
     * closed its channel at last.
     */
    @Override
    public void handleConsumeOk(String consumerTag) {
        super.handleConsumeOk(consumerTag);
        // Not handleShutdownSignal, which is not called for a consumer that was cancelled.
        getChannel().addShutdownListener(cause -> {
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
