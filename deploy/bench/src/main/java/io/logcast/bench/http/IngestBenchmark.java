package io.logcast.bench.http;

import io.hyperfoil.api.statistics.StatisticsSnapshot;
import io.logcast.bench.Benchmark;
import io.logcast.bench.Measurement;
import io.logcast.bench.Requests;
import io.logcast.bench.process.Candidate;
import io.logcast.bench.process.Checkout;
import io.logcast.bench.process.MeasuredService;
import io.logcast.bench.rabbitmq.BenchQueue;
import io.logcast.bench.rabbitmq.PublishBenchmark;
import io.logcast.local.ServiceEnvironment;
import io.logcast.local.rabbitmq.BrokerEndpoint;
import io.logcast.model.wire.LogMessage;
import io.logcast.rabbitmq.connector.RabbitConnector;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Events over HTTP into producer-service, counted when their request is accepted, and PerfTest's messages. The queue is
 * empty at the start of each run and has no consumer.
 */
public final class IngestBenchmark implements Benchmark {

    /** For each service. After 30 s of warm-up, the compilers still take two fifths of a producer's CPU. */
    private static final Duration WARM_UP = Duration.ofSeconds(80);

    private static final String ARCHIVE = "logs.archive";

    private final String name;
    private final String title;
    private final Comparison comparison;
    private final Installation installation;
    private final PublishBenchmark perfTest;
    private final Map<String, MeasuredService> producers = new HashMap<>();
    private @Nullable BenchQueue archive;

    /** A producer of a checkout, the connector of its channels, and its requests. */
    record Load(Checkout checkout, String connector, HttpLoad requests) {

        static Load of(HttpLoad requests) {
            return new Load(Checkout.THIS, RabbitConnector.NAME, requests);
        }
    }

    /** The loads by candidate, and the candidates to compare to. */
    record Comparison(Map<String, Load> loads, List<String> baselines, Map<String, String> counterparts) {}

    /**
     * Where and how long.
     *
     * @param duration of a run of requests
     * @param messages of a run of PerfTest
     */
    public record Installation(BrokerEndpoint broker, Candidate.Host host, Duration duration, int messages) {}

    IngestBenchmark(String name, String title, Comparison comparison, Installation installation) {
        this.name = name;
        this.title = title;
        this.comparison = comparison;
        this.installation = installation;
        this.perfTest = new PublishBenchmark(installation.broker, "quorum", installation.messages, installation.host);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public String unit() {
        return "event";
    }

    @Override
    public List<String> candidates() {
        return Stream.concat(comparison.loads.keySet().stream(), comparison.baselines.stream())
                .distinct()
                .toList();
    }

    @Override
    public List<String> baselines() {
        return comparison.baselines;
    }

    @Override
    public Map<String, String> counterparts() {
        return comparison.counterparts;
    }

    @Override
    public Measurement run(String candidate) {
        var load = comparison.loads.get(candidate);
        return load == null ? perfTest.run(candidate) : run(load);
    }

    private Measurement run(Load load) {
        // Ours first: the stock connector does not declare the archive's queue.
        producer(Checkout.THIS, RabbitConnector.NAME);
        var producer = producer(load.checkout, load.connector);
        var queue = archive();
        queue.empty();
        var before = producer.usage().cpu();
        var outcome = load.requests.run(producer.uri(), installation.duration);
        var cpu = producer.usage().cpu().minus(before);
        var memory = producer.usage().memory();
        var statistics = outcome.statistics();
        var payload = load.requests.payload();
        var answered = statistics.responseCount;
        var events = answered * payload.events();
        // Whatever a candidate reports as confirmed has to be in the queue.
        queue.drain(LogMessage.EVENTS_HEADER, events);
        return new Measurement(
                events,
                outcome.elapsed(),
                cpu,
                new Requests(
                        answered,
                        percentile(statistics, 50),
                        percentile(statistics, 99),
                        percentile(statistics, 99.9),
                        memory));
    }

    private MeasuredService producer(Checkout checkout, String connector) {
        return producers.computeIfAbsent(checkout.name() + " " + connector, missing -> {
            var environment = new HashMap<>(ServiceEnvironment.of(installation.broker));
            environment.put("LOGCAST_CONNECTOR", connector);
            var producer = MeasuredService.start(
                    "producer-service",
                    "ingest-" + connector + "-" + checkout.name(),
                    environment,
                    installation.host.of(checkout));
            IngestLoads.SINGLE.run(producer.uri(), WARM_UP);
            return producer;
        });
    }

    private BenchQueue archive() {
        var queue = archive;
        if (queue == null) {
            queue = BenchQueue.named(installation.broker, ARCHIVE);
            archive = queue;
        }
        return queue;
    }

    private static Duration percentile(StatisticsSnapshot statistics, double percentile) {
        return Duration.ofNanos(statistics.histogram.getValueAtPercentile(percentile));
    }

    @Override
    public void close() {
        producers.values().forEach(MeasuredService::close);
        perfTest.close();
        if (archive != null) {
            archive.close();
        }
    }
}
