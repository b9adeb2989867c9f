package io.logcast.rabbitmq.topology;

import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Something that the broker has to have. Declaring it again is harmless. */
sealed interface Declaration {

    void declare(Channel channel) throws IOException;

    /**
     * Fails with the broker's {@code NOT_FOUND} if it is missing. A binding is declared again instead, since the broker does
     * not say whether it exists.
     */
    default void check(Channel channel) throws IOException {
        declare(channel);
    }

    /**
     * Declares it after something was lost.
     *
     * @param cover different from those of other channels
     */
    default void declareAnew(Channel channel, String cover) throws IOException {
        declare(channel);
    }

    /** An exchange. */
    record Exchange(String name, String type, boolean durable, boolean autoDelete, Map<String, Object> arguments)
            implements Declaration {

        @Override
        public void declare(Channel channel) throws IOException {
            channel.exchangeDeclare(name, type, durable, autoDelete, arguments);
        }

        @Override
        public void check(Channel channel) throws IOException {
            channel.exchangeDeclarePassive(name);
        }
    }

    /** A queue with a name. */
    record Queue(String name, boolean durable, boolean exclusive, boolean autoDelete, Map<String, Object> arguments)
            implements Declaration {

        @Override
        public void declare(Channel channel) throws IOException {
            channel.queueDeclare(name, durable, exclusive, autoDelete, arguments);
        }

        @Override
        public void check(Channel channel) throws IOException {
            channel.queueDeclarePassive(name);
        }

        /** The same queue, with one argument as on the broker. */
        Queue with(Difference difference) {
            var changed = new HashMap<>(arguments);
            difference
                    .brokersNumber()
                    .ifPresentOrElse(
                            value -> changed.put(difference.argument(), value),
                            () -> changed.remove(difference.argument()));
            return new Queue(name, durable, exclusive, autoDelete, changed);
        }
    }

    /**
     * What routes messages. RabbitMQ 4.3 can keep a binding that was made while its exchange was being deleted, without routing
     * by it, and then making the same binding again changes nothing. So after a loss a binding is removed and made again;
     * meanwhile messages are routed by another one, the cover.
     */
    sealed interface Binding extends Declaration {

        Map<String, Object> arguments();

        void bind(Channel channel, Map<String, Object> with) throws IOException;

        void unbind(Channel channel, Map<String, Object> with) throws IOException;

        @Override
        default void declare(Channel channel) throws IOException {
            bind(channel, arguments());
        }

        @Override
        default void declareAnew(Channel channel, String cover) throws IOException {
            var covering = new HashMap<>(arguments());
            // Exchanges of type headers do not compare what begins with x-.
            covering.put("x-cover", cover);
            bind(channel, covering);
            unbind(channel, arguments());
            bind(channel, arguments());
            unbind(channel, covering);
        }
    }

    /** A queue bound to an exchange. */
    record BoundQueue(String queue, String exchange, String routingKey, Map<String, Object> arguments)
            implements Binding {

        @Override
        public void bind(Channel channel, Map<String, Object> with) throws IOException {
            channel.queueBind(queue, exchange, routingKey, with);
        }

        @Override
        public void unbind(Channel channel, Map<String, Object> with) throws IOException {
            channel.queueUnbind(queue, exchange, routingKey, with);
        }
    }

    /** An exchange bound to another: messages that reach the source reach the destination too. */
    record BoundExchange(String destination, String source, String routingKey, Map<String, Object> arguments)
            implements Binding {

        @Override
        public void bind(Channel channel, Map<String, Object> with) throws IOException {
            channel.exchangeBind(destination, source, routingKey, with);
        }

        @Override
        public void unbind(Channel channel, Map<String, Object> with) throws IOException {
            channel.exchangeUnbind(destination, source, routingKey, with);
        }
    }
}
