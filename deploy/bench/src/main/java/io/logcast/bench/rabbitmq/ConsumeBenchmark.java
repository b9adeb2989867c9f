package io.logcast.bench.rabbitmq;

import io.logcast.bench.Benchmark;
import io.logcast.bench.Measurement;
import io.logcast.bench.process.Candidate;
import io.logcast.bench.process.Checkout;
import io.logcast.local.rabbitmq.BrokerEndpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Consuming with acknowledgements from a queue that is full at the start of each run. */
public final class ConsumeBenchmark implements Benchmark {

    private final String queueType;
    private final int messages;
    private final Clients clients;

    public ConsumeBenchmark(BrokerEndpoint broker, String queueType, int messages, Candidate.Host host) {
        this(broker, queueType, messages, host, null);
    }

    /** With another checkout, only our connector of both checkouts. */
    public ConsumeBenchmark(
            BrokerEndpoint broker, String queueType, int messages, Candidate.Host host, @Nullable Checkout other) {
        this.queueType = queueType;
        this.messages = messages;
        this.clients = new Clients(
                broker,
                queueType,
                host,
                new Clients.Work(
                        name(),
                        ConnectorConsuming.class,
                        "MP_MESSAGING_INCOMING_CONSUMED_ENABLED",
                        PlainConsuming.class,
                        PerfTestConsuming.class),
                other);
    }

    @Override
    public String name() {
        return "consume-" + queueType;
    }

    @Override
    public String title() {
        return "Consume with acks: %d B, prefetch %d, from one %s queue".formatted(Load.SIZE, Load.PREFETCH, queueType);
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
        client.queue().fill(messages);
        var measured = client.process().run(messages);
        // Acknowledged messages must have left the queue.
        client.queue().await(0, 0);
        return measured;
    }

    @Override
    public void close() {
        clients.close();
    }
}
