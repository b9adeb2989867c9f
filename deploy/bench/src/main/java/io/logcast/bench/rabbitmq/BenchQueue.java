package io.logcast.bench.rabbitmq;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.logcast.local.rabbitmq.BrokerEndpoint;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A durable queue that benchmarks fill: a candidate's own, behind a fanout exchange of the same name, or an existing
 * one.
 */
public final class BenchQueue implements AutoCloseable {

    private static final long POLL_MILLIS = 50;
    private static final long COUNT_MILLIS = 60_000;
    private static final long SETTLE_MILLIS = 1_000;

    private final Target target;
    private final Connection connection;
    private final Channel channel;

    private BenchQueue(Target target) {
        this.target = target;
        try {
            connection = target.connect();
            channel = connection.createChannel();
        } catch (IOException | TimeoutException e) {
            throw new IllegalStateException("The broker cannot be reached", e);
        }
    }

    /** The queue of that name, which somebody else declares. */
    public static BenchQueue named(BrokerEndpoint broker, String name) {
        return new BenchQueue(Target.of(broker, name));
    }

    static BenchQueue declared(BrokerEndpoint broker, String type, String candidate) {
        var queue = named(broker, "bench." + type + "." + candidate);
        queue.declare(type);
        return queue;
    }

    private void declare(String type) {
        try {
            channel.exchangeDeclare(target.queue(), "fanout", true);
            channel.queueDeclare(target.queue(), true, false, false, Map.of("x-queue-type", type));
            channel.queueBind(target.queue(), target.queue(), "");
        } catch (IOException e) {
            throw new IllegalStateException("The queue " + target.queue() + " cannot be declared", e);
        }
    }

    Target target() {
        return target;
    }

    /** Purges the queue and gives the broker time for its housekeeping. */
    public void empty() {
        try {
            channel.queuePurge(target.queue());
            await(0, 0);
            TimeUnit.MILLISECONDS.sleep(SETTLE_MILLIS);
        } catch (IOException e) {
            throw new IllegalStateException("The queue " + target.queue() + " cannot be purged", e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /**
     * Publishes that many messages and waits until all are confirmed; a consumer that waits already may receive its
     * prefetch.
     */
    void fill(int messages) {
        try (var loop = new ConfirmedLoop(target)) {
            loop.publish(messages);
            await(messages - Load.PREFETCH, messages);
            TimeUnit.MILLISECONDS.sleep(SETTLE_MILLIS);
        } catch (IOException | TimeoutException e) {
            throw new IllegalStateException("The queue " + target.queue() + " cannot be filled", e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Waits until the queue holds that many messages; throws if it does not within seconds. */
    void await(int atLeast, int atMost) {
        try {
            long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(COUNT_MILLIS);
            for (int found = count(); found < atLeast || found > atMost; found = count()) {
                if (System.nanoTime() - deadline > 0) {
                    throw new IllegalStateException(
                            "The queue has " + found + " messages, not " + atLeast + " to " + atMost);
                }
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
        } catch (IOException e) {
            throw new IllegalStateException("The queue " + target.queue() + " cannot be counted", e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /**
     * Takes all messages out of the queue. Throws unless the numbers in their header of that name add up to the sum
     * within a minute.
     */
    public void drain(String header, long sum) {
        var found = new AtomicLong();
        try {
            var tag = channel.basicConsume(
                    target.queue(),
                    true,
                    (consumer, delivery) -> {
                        if (delivery.getProperties().getHeaders().get(header) instanceof Number number) {
                            found.addAndGet(number.longValue());
                        }
                    },
                    consumer -> {});
            long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(COUNT_MILLIS);
            while (found.get() < sum && System.nanoTime() - deadline < 0) {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
            channel.basicCancel(tag);
        } catch (IOException e) {
            throw new IllegalStateException("The queue " + target.queue() + " cannot be drained", e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        if (found.get() != sum) {
            throw new IllegalStateException("The queue had " + found + " " + header + ", not " + sum);
        }
    }

    @Override
    public void close() {
        try {
            channel.queueDelete(target.queue());
            channel.exchangeDelete(target.queue());
            connection.close();
        } catch (IOException e) {
            connection.abort();
        }
    }

    private int count() throws IOException {
        return channel.queueDeclarePassive(target.queue()).getMessageCount();
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("Interrupted", e);
    }
}
