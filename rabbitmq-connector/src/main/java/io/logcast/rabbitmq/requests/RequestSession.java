package io.logcast.rabbitmq.requests;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.Return;
import com.rabbitmq.client.ShutdownSignalException;
import io.logcast.rabbitmq.PublishException;
import io.logcast.rabbitmq.PublishException.Reason;
import io.logcast.rabbitmq.connection.BrokerLink;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One AMQP channel with its requests, from its opening to its end. Used instead of amqp-client's RpcClient, which blocks a
 * thread for each request, and whose map of requests breaks when several time out at once.
 */
final class RequestSession extends DefaultConsumer {

    /** The broker replaces it by a name that leads to this channel. */
    private static final String REPLIES = "amq.rabbitmq.reply-to";

    private static final int TRANSIENT = 1;

    private final BrokerLink link;
    private final Channel channel;
    private final Map<String, CompletableFuture<byte[]>> waiting = new ConcurrentHashMap<>();
    private long sent;

    RequestSession(BrokerLink link, Channel channel) {
        super(channel);
        this.link = link;
        this.channel = channel;
    }

    /** @param ended called once, when no more replies can come */
    void start(Consumer<RequestSession> ended) throws IOException {
        channel.addReturnListener(this::returned);
        channel.basicConsume(REPLIES, true, this);
        // Called at once if the channel is closed by now. A session that could not start is followed by another.
        channel.addShutdownListener(cause -> {
            failAll(cause);
            ended.accept(this);
        });
    }

    boolean linkIsOpen() {
        return link.isOpen();
    }

    /** Called by the connection's thread alone. */
    void send(String queue, byte[] request, long timeToLiveMillis, CompletableFuture<byte[]> reply) {
        var id = Long.toString(++sent);
        waiting.put(id, reply);
        // Runs also when the deadline fails the reply.
        reply.whenComplete((body, failure) -> waiting.remove(id));
        var properties = new BasicProperties.Builder()
                .correlationId(id)
                .replyTo(REPLIES)
                .expiration(Long.toString(timeToLiveMillis))
                .deliveryMode(TRANSIENT)
                .build();
        try {
            channel.basicPublish("", queue, true, properties, request);
        } catch (AlreadyClosedException e) {
            reply.completeExceptionally(lost(e));
        } catch (IOException e) {
            reply.completeExceptionally(lost(e));
            link.abort("a write failed: " + e.getMessage());
        }
    }

    @Override
    public void handleDelivery(String consumerTag, Envelope envelope, BasicProperties properties, byte[] body) {
        var reply = find(properties);
        if (reply != null) {
            reply.complete(body);
        }
    }

    private void returned(Return message) {
        var reply = find(message.getProperties());
        if (reply != null) {
            reply.completeExceptionally(PublishException.returned(
                    message.getReplyCode(), message.getReplyText(), message.getExchange(), message.getRoutingKey()));
        }
    }

    private @Nullable CompletableFuture<byte[]> find(BasicProperties properties) {
        var id = properties.getCorrelationId();
        return id == null ? null : waiting.get(id);
    }

    private void failAll(ShutdownSignalException cause) {
        waiting.values().forEach(reply -> reply.completeExceptionally(lost(cause)));
    }

    private static PublishException lost(Throwable cause) {
        return new PublishException(Reason.CONNECTION_LOST, String.valueOf(cause.getMessage()), cause);
    }
}
