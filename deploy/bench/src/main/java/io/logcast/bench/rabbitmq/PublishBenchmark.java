package io.logcast.bench.rabbitmq;

import io.logcast.bench.Benchmark;
import io.logcast.bench.Measurement;
import io.logcast.bench.process.Candidate;
import io.logcast.bench.process.Checkout;
import io.logcast.local.rabbitmq.BrokerEndpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Publishing with confirms to a fanout exchange with one queue, empty at the start of each run. */
public final class PublishBenchmark implements Benchmark {

    /** The candidate that is RabbitMQ's own load generator. */
    public static final String PERF_TEST = Clients.PERF_TEST;

    private final String queueType;
    private final int messages;
    private final Clients clients;

    public PublishBenchmark(BrokerEndpoint broker, String queueType, int messages, Candidate.Host host) {
        this(broker, queueType, messages, host, null);
    }

    /** With another checkout, only our connector of both checkouts. */
    public PublishBenchmark(
            BrokerEndpoint broker, String queueType, int messages, Candidate.Host host, @Nullable Checkout other) {
        this.queueType = queueType;
        this.messages = messages;
        this.clients = new Clients(
                broker,
                queueType,
                host,
                new Clients.Work(
                        name(),
                        ConnectorPublishing.class,
                        "MP_MESSAGING_OUTGOING_PUBLISHED_ENABLED",
                        PlainPublishing.class,
                        PerfTestPublishing.class),
                other);
    }

    @Override
    public String name() {
        return "publish-" + queueType;
    }

    @Override
    public String title() {
        return "Publish with confirms: %d B, persistent, %d in flight, a fanout exchange with one %s queue"
                .formatted(Load.SIZE, Load.WINDOW, queueType);
    }

    @Override
    public List<String> candidates() {
        return clients.names();
    }

    @Override
    public List<String> baselines() {
        return clients.baselines();
    }

    @Override
    public Measurement run(String candidate) {
        var client = clients.get(candidate);
        client.queue().empty();
        var measured = client.process().run(messages);
        // Whatever a candidate reports as confirmed has to be in the queue.
        client.queue().await(messages, messages + ConnectorPublishing.FIRST);
        return measured;
    }

    @Override
    public void close() {
        clients.close();
    }
}
