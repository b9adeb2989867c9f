package io.logcast.testing;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import io.logcast.local.process.Deadline;
import io.logcast.local.process.LocalProcessException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A foreign program's view of the tests' broker, with the plain client, which must be on the test's class path. */
public final class BrokerProbe implements AutoCloseable {

    private final Connection connection;
    private final Channel channel;

    public BrokerProbe() throws IOException, TimeoutException {
        connection = PlainClient.connect(TestBroker.get(), "probe");
        channel = connection.createChannel();
    }

    /** The channel, for everything that this class has no method for. */
    public Channel channel() {
        return channel;
    }

    /** A temporary queue of its own, bound to the exchange. */
    public String queueBoundTo(String exchange) throws IOException {
        var queue = channel.queueDeclare().getQueue();
        channel.queueBind(queue, exchange, "");
        return queue;
    }

    /** Takes the next message off the queue and acknowledges it; throws if none comes within a minute. */
    public GetResponse next(String queue) {
        var next = new AtomicReference<@Nullable GetResponse>();
        Deadline.in(Duration.ofMinutes(1)).await(() -> take(queue, next));
        var message = next.get();
        if (message == null) {
            throw new LocalProcessException("No message came to queue " + queue);
        }
        return message;
    }

    private boolean take(String queue, AtomicReference<@Nullable GetResponse> next) {
        try {
            next.set(channel.basicGet(queue, true));
            return next.get() != null;
        } catch (IOException e) {
            throw new LocalProcessException("The broker did not answer", e);
        }
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
