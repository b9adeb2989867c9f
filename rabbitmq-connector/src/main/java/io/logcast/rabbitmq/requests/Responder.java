package io.logcast.rabbitmq.requests;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Envelope;
import io.logcast.rabbitmq.connection.BrokerConnection;
import io.logcast.rabbitmq.connection.BrokerLink;
import io.logcast.rabbitmq.connection.ChannelUser;
import io.logcast.rabbitmq.connection.OnDemand;
import io.logcast.rabbitmq.connection.ReopeningConsumer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;

/**
 * Answers the requests of {@link RequestClient}s to a queue, which it makes and which is deleted with its connection. It
 * connects when it is first needed, and again after every loss.
 */
public final class Responder implements ChannelUser {

    private static final Logger LOG = Logger.getLogger(Responder.class);

    private final String name;
    private final String queue;
    private final BrokerConnection connection;
    private final Answers answers;
    private final Executor workers;
    private final OnDemand onDemand;
    private volatile boolean opened;

    /** Makes the answer to a request. */
    @FunctionalInterface
    public interface Answers {

        /** @throws IOException if it cannot answer; the other side then waits until its deadline */
        byte[] to(byte[] request) throws IOException;
    }

    /**
     * @param name for logs
     * @param connection used to publish, so the broker may block it
     * @param workers run the answers, which may wait
     */
    public Responder(String name, String queue, BrokerConnection connection, Answers answers, Executor workers) {
        this.name = name;
        this.queue = queue;
        this.connection = connection;
        this.answers = answers;
        this.workers = workers;
        this.onDemand = new OnDemand(connection, List.of(this));
    }

    /** Connects if it has not yet, and waits at most this long. False if it has no queue at the broker by then. */
    public boolean isReachable(Duration patience) {
        onDemand.await(patience);
        return opened;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void open(BrokerLink link) throws IOException {
        link.openChannel(channel -> {
            channel.queueDeclare(queue, false, true, true, Map.of());
            return channel.basicConsume(queue, true, new Requests(link, channel));
        });
        opened = true;
    }

    private final class Requests extends ReopeningConsumer {

        Requests(BrokerLink link, Channel channel) {
            super(connection, Responder.this, link, channel);
        }

        @Override
        public void handleDelivery(String consumerTag, Envelope envelope, BasicProperties request, byte[] body) {
            workers.execute(() -> answer(request, body));
        }

        private void answer(BasicProperties request, byte[] body) {
            try {
                var answer = answers.to(body);
                var properties = new BasicProperties.Builder()
                        .correlationId(request.getCorrelationId())
                        .build();
                synchronized (this) {
                    getChannel().basicPublish("", request.getReplyTo(), properties, answer);
                }
            } catch (IOException | RuntimeException e) {
                LOG.warnf("A request to queue %s is not answered: %s", queue, e);
            }
        }
    }
}
