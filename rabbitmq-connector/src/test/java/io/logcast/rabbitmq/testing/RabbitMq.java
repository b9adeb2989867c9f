package io.logcast.rabbitmq.testing;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.logcast.local.rabbitmq.BrokerEndpoint;
import io.logcast.testing.PlainClient;
import io.logcast.testing.TestBroker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeoutException;

/** Looks into a real broker and changes it behind the connector's back. */
public final class RabbitMq {

    private final BrokerEndpoint endpoint;

    public RabbitMq(BrokerEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    /** The broker that all tests share; do not stop it or raise alarms. */
    public static RabbitMq shared() {
        return new RabbitMq(TestBroker.get());
    }

    public static String uniqueName() {
        return "it-" + UUID.randomUUID();
    }

    public BrokerEndpoint endpoint() {
        return endpoint;
    }

    /** The attributes that a channel needs to connect. */
    public Map<String, String> attributes() {
        return attributesVia(endpoint.host(), endpoint.port());
    }

    /** The same, through another port such as a proxy's. */
    public Map<String, String> attributesVia(String host, int port) {
        var attributes = new HashMap<String, String>();
        attributes.put("host", host);
        attributes.put("port", Integer.toString(port));
        attributes.put("username", endpoint.username());
        attributes.put("password", endpoint.password());
        attributes.put("virtual-host", endpoint.virtualHost());
        return attributes;
    }

    /** An action on a channel of its own. */
    public interface Work<T> {
        T on(Channel channel) throws IOException, TimeoutException, InterruptedException;
    }

    public <T> T run(Work<T> work) {
        try (Connection connection = PlainClient.connect(endpoint, "test");
                Channel channel = connection.createChannel()) {
            return work.on(channel);
        } catch (IOException | TimeoutException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ready messages in a queue. */
    public int messages(String queue) {
        return run(channel -> channel.queueDeclarePassive(queue).getMessageCount());
    }

    public boolean hasConsumer(String queue) {
        return queueExists(queue)
                && run(channel -> channel.queueDeclarePassive(queue).getConsumerCount()) > 0;
    }

    /** An exchange and a durable queue of the same name, bound with the name as routing key. */
    public void declareBoundQueue(String name, String exchangeType, Map<String, Object> arguments) {
        run(channel -> {
            channel.exchangeDeclare(name, exchangeType, true);
            channel.queueDeclare(name, true, false, false, arguments);
            return channel.queueBind(name, name, name);
        });
    }

    /** Publishes texts with confirms through the default exchange. */
    public void publishTo(String queue, String... texts) {
        run(channel -> {
            channel.confirmSelect();
            for (var text : texts) {
                channel.basicPublish("", queue, null, text.getBytes(StandardCharsets.UTF_8));
            }
            channel.waitForConfirmsOrDie(5000);
            return null;
        });
    }

    /** The texts of the ready messages of a queue, in order; they stay there. */
    public List<String> texts(String queue) {
        return run(channel -> {
            var texts = new ArrayList<String>();
            for (var got = channel.basicGet(queue, false); got != null; got = channel.basicGet(queue, false)) {
                texts.add(new String(got.getBody(), StandardCharsets.UTF_8));
            }
            return texts;
        });
    }

    public boolean exchangeExists(String name) {
        return exists(channel -> channel.exchangeDeclarePassive(name));
    }

    public boolean queueExists(String name) {
        return exists(channel -> channel.queueDeclarePassive(name));
    }

    private boolean exists(Work<?> passiveDeclare) {
        try {
            return run(passiveDeclare) != null;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    public void deleteQueue(String queue) {
        run(channel -> channel.queueDelete(queue));
    }
}
