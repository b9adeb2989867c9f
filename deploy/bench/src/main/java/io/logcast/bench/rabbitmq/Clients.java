package io.logcast.bench.rabbitmq;

import io.logcast.bench.process.Candidate;
import io.logcast.bench.process.Checkout;
import io.logcast.bench.process.Workload;
import io.logcast.local.rabbitmq.BrokerEndpoint;
import io.logcast.rabbitmq.connector.RabbitConnector;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The clients of RabbitMQ that are compared: four different ones, or our connector in two checkouts. Each has a queue
 * and, from its first run on, a process of its own.
 */
final class Clients implements AutoCloseable {

    static final String OURS = RabbitConnector.NAME;
    static final String STOCK = "smallrye-rabbitmq";
    static final String PLAIN = "amqp-client";
    static final String PERF_TEST = "PerfTest";
    private static final List<String> ALL = List.of(OURS, STOCK, PLAIN, PERF_TEST);
    private static final List<String> BASELINES = List.of(PLAIN, STOCK);

    private final BrokerEndpoint broker;
    private final String queueType;
    private final Candidate.Host host;
    private final Work work;
    private final @Nullable Checkout other;
    private final Map<String, Client> started = new LinkedHashMap<>();

    Clients(BrokerEndpoint broker, String queueType, Candidate.Host host, Work work, @Nullable Checkout other) {
        this.broker = broker;
        this.queueType = queueType;
        this.host = host;
        this.work = work;
        this.other = other;
    }

    /**
     * The work that they do.
     *
     * @param connectors the workload of both connectors
     * @param enabling the environment variable that enables the connectors' channel
     */
    record Work(
            String name,
            Class<? extends Workload> connectors,
            String enabling,
            Class<? extends Workload> plain,
            Class<? extends Workload> perfTest) {

        private Class<? extends Workload> of(String client) {
            return switch (client) {
                case OURS, STOCK -> connectors;
                case PLAIN -> plain;
                case PERF_TEST -> perfTest;
                default -> throw new IllegalArgumentException("No client " + client);
            };
        }
    }

    record Client(BenchQueue queue, Candidate process) {}

    List<String> names() {
        return other == null ? ALL : List.of(OURS, other.name());
    }

    List<String> baselines() {
        return other == null ? BASELINES : List.of(other.name());
    }

    Client get(String name) {
        return started.computeIfAbsent(name, this::start);
    }

    @Override
    public void close() {
        started.values().forEach(client -> {
            client.process.close();
            client.queue.close();
        });
    }

    private Client start(String name) {
        var queue = BenchQueue.declared(broker, queueType, name);
        if (other != null && name.equals(other.name())) {
            return new Client(queue, start(host.of(other), queue, name, OURS));
        }
        return new Client(queue, start(host, queue, name, name));
    }

    private Candidate start(Candidate.Host where, BenchQueue queue, String name, String client) {
        var environment = queue.target().with(Map.of("BENCH_CONNECTOR", client, work.enabling, "true"));
        return where.start(work.name + "-" + name, work.of(client), environment);
    }
}
