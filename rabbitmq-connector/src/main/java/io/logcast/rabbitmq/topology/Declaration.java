package io.logcast.rabbitmq.topology;

import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.util.Map;

/** One thing that the broker is to have. Declaring it again is harmless. */
sealed interface Declaration {

    void declare(Channel channel) throws IOException;

    /** An exchange. */
    record Exchange(String name, String type, boolean durable, boolean autoDelete, Map<String, Object> arguments)
            implements Declaration {

        @Override
        public void declare(Channel channel) throws IOException {
            channel.exchangeDeclare(name, type, durable, autoDelete, arguments);
        }
    }

    /** A queue with a name. */
    record Queue(String name, boolean durable, boolean exclusive, boolean autoDelete, Map<String, Object> arguments)
            implements Declaration {

        @Override
        public void declare(Channel channel) throws IOException {
            channel.queueDeclare(name, durable, exclusive, autoDelete, arguments);
        }
    }

    /** A binding of a queue to an exchange. */
    record QueueBinding(String queue, String exchange, String routingKey, Map<String, Object> arguments)
            implements Declaration {

        @Override
        public void declare(Channel channel) throws IOException {
            channel.queueBind(queue, exchange, routingKey, arguments);
        }
    }

    /** A binding of an exchange to another: what reaches the source reaches the destination too. */
    record ExchangeBinding(String destination, String source, String routingKey, Map<String, Object> arguments)
            implements Declaration {

        @Override
        public void declare(Channel channel) throws IOException {
            channel.exchangeBind(destination, source, routingKey, arguments);
        }
    }
}
