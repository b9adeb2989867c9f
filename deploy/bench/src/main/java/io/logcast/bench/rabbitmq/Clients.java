package io.logcast.bench.rabbitmq;

import io.logcast.bench.process.Candidate;
import io.logcast.bench.process.Workload;
import io.logcast.local.rabbitmq.BrokerEndpoint;
import io.logcast.rabbitmq.RabbitConnector;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The four ways to use RabbitMQ that are compared. Each has a queue and, from its first run on, a process of its own. */
final class Clients implements AutoCloseable {

    static final String OURS = RabbitConnector.NAME;
    static final String STOCK = "smallrye-rabbitmq";
    static final String PLAIN = "amqp-client";
    static final String PERF_TEST = "PerfTest";
    static final List<String> ALL = List.of(OURS, STOCK, PLAIN, PERF_TEST);
    static final List<String> BASELINES = List.of(PLAIN, STOCK);

    private final BrokerEndpoint broker;
    private final String queueType;
    private final Candidate.Host host;
    private final Work work;
    private final Map<String, Client> started = new LinkedHashMap<>();

    Clients(BrokerEndpoint broker, String queueType, Candidate.Host host, Work work) {
        this.broker = broker;
        this.queueType = queueType;
        this.host = host;
        this.work = work;
    }

    /**
     * What they do.
     *
     * @param connectors the workload of both connectors
     * @param enabling the variable that enables the connectors' channel
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
        var environment = queue.target().with(Map.of("BENCH_CONNECTOR", name, work.enabling, "true"));
        return new Client(queue, host.start(work.name + "-" + name, work.of(name), environment));
    }
}
