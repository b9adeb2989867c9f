package io.logcast.bench.rabbitmq;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import io.logcast.bench.Measurement;
import io.logcast.bench.process.StopWatch;
import io.logcast.bench.process.Workload;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Consumes with RabbitMQ's own client and acknowledges many at once. */
public final class PlainConsuming implements Workload {

    @Override
    public Measurement run(int messages) throws Exception {
        var target = Target.ofEnvironment();
        try (var connection = target.connect()) {
            var channel = connection.createChannel();
            channel.basicQos(Load.PREFETCH);
            var consumer = new CountingConsumer(channel, messages);
            channel.basicConsume(target.queue(), false, consumer);
            return consumer.done.get(Load.PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    private static final class CountingConsumer extends DefaultConsumer {

        private final CompletableFuture<Measurement> done = new CompletableFuture<>();
        private final int messages;
        private int received;
        private @Nullable StopWatch watch;

        private CountingConsumer(Channel channel, int messages) {
            super(channel);
            this.messages = messages;
        }

        @Override
        public void handleDelivery(String tag, Envelope envelope, BasicProperties properties, byte[] body)
                throws IOException {
            if (watch == null) {
                watch = StopWatch.start();
            }
            received++;
            if (received % Load.ACK_EVERY == 0 || received == messages) {
                getChannel().basicAck(envelope.getDeliveryTag(), true);
            }
            if (received == messages) {
                done.complete(watch.stop(messages));
            }
        }
    }
}
