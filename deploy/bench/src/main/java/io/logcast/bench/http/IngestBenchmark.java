package io.logcast.bench.http;

import io.hyperfoil.api.statistics.StatisticsSnapshot;
import io.logcast.bench.Benchmark;
import io.logcast.bench.Measurement;
import io.logcast.bench.Requests;
import io.logcast.bench.http.HttpLoad.Pace;
import io.logcast.bench.process.Candidate;
import io.logcast.bench.process.Checkout;
import io.logcast.bench.rabbitmq.BenchQueue;
import io.logcast.bench.rabbitmq.PublishBenchmark;
import io.logcast.local.rabbitmq.BrokerEndpoint;
import io.logcast.rabbitmq.connector.RabbitConnector;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Events over HTTP into producer-service, each counted when its request was answered as accepted, and PerfTest's
 * messages. The queue is empty at the start of each run, and nobody consumes.
 */
public final class IngestBenchmark implements Benchmark {

    private static final String OURS = RabbitConnector.NAME;
    private static final String STOCK = "smallrye-rabbitmq";
    private static final String SINGLE_STOCK = "single, " + STOCK;
    private static final List<Integer> KEYS = List.of(1, 10, 600);
    private static final HttpLoad SINGLE = new HttpLoad(Payload.single(), Pace.flatOut(64));
    /** Each service's own. After 30 s of it, the compilers still take two fifths of a producer's CPU. */
    private static final Duration WARM_UP = Duration.ofSeconds(80);

    private static final String ARCHIVE = "logs.archive";
    /** What the producer puts into a message at the most. */
    private static final int MOST_EVENTS_OF_A_MESSAGE = 500;

    private final String name;
    private final String title;
    private final Map<String, Load> loads;
    private final List<String> baselines;
    private final Installation installation;
    private final PublishBenchmark perfTest;
    private final Map<String, Producer> producers = new HashMap<>();
    private @Nullable BenchQueue archive;

    private record Load(Checkout checkout, String connector, HttpLoad requests) {

        Load(String connector, HttpLoad requests) {
            this(Checkout.THIS, connector, requests);
        }
    }

    /**
     * Where and how long.
     *
     * @param duration of a run of requests
     * @param messages of a run of PerfTest
     */
    public record Installation(BrokerEndpoint broker, Candidate.Host host, Duration duration, int messages) {}

    private IngestBenchmark(
            String name, String title, Map<String, Load> loads, List<String> baselines, Installation installation) {
        this.name = name;
        this.title = title;
        this.loads = loads;
        this.baselines = baselines;
        this.installation = installation;
        this.perfTest = new PublishBenchmark(installation.broker, "quorum", installation.messages, installation.host);
    }

    /** As many as go through, and PerfTest's messages in the same rounds. */
    public static IngestBenchmark flatOut(Installation installation) {
        var loads = new LinkedHashMap<String, Load>();
        loads.put("single", new Load(OURS, SINGLE));
        loads.put(SINGLE_STOCK, new Load(STOCK, SINGLE));
        for (int keys : KEYS) {
            loads.put(
                    "ndjson-100, keys: " + keys,
                    new Load(OURS, new HttpLoad(Payload.ndjson(100, keys), Pace.flatOut(16))));
        }
        for (int keys : KEYS) {
            loads.put(
                    "ndjson-10000, keys: " + keys,
                    new Load(OURS, new HttpLoad(Payload.ndjson(10_000, keys), Pace.flatOut(4))));
        }
        loads.put("otlp-100", new Load(OURS, new HttpLoad(Payload.otlp(100), Pace.flatOut(16))));
        return new IngestBenchmark(
                "ingest-flat-out",
                "Ingest over HTTP, flat out: events of about 256 B, confirmed, an exchange with one quorum queue",
                loads,
                List.of(PublishBenchmark.PERF_TEST, SINGLE_STOCK),
                installation);
    }

    /** Requests of single events and of 100 lines, to the producers of this checkout and of another. */
    public static IngestBenchmark against(Checkout other, Installation installation) {
        var loads = new LinkedHashMap<String, Load>();
        var lines = new HttpLoad(Payload.ndjson(100, 10), Pace.flatOut(16));
        loads.put("single", new Load(OURS, SINGLE));
        loads.put("single, " + other.name(), new Load(other, OURS, SINGLE));
        loads.put("ndjson-100", new Load(OURS, lines));
        loads.put("ndjson-100, " + other.name(), new Load(other, OURS, lines));
        return new IngestBenchmark(
                "ingest-other",
                "Ingest over HTTP, flat out, this checkout and another",
                loads,
                List.of("single, " + other.name(), "ndjson-100, " + other.name()),
                installation);
    }

    /** Requests at a constant rate, without coordinated omission. */
    public static IngestBenchmark atConstantRates(Installation installation) {
        var loads = new LinkedHashMap<String, Load>();
        for (int rate : List.of(1_000, 2_000)) {
            loads.put("single, " + rate + "/s", new Load(OURS, new HttpLoad(Payload.single(), Pace.constant(rate))));
        }
        for (int rate : List.of(100, 300)) {
            loads.put(
                    "ndjson-100, " + rate + "/s",
                    new Load(OURS, new HttpLoad(Payload.ndjson(100, 10), Pace.constant(rate))));
        }
        return new IngestBenchmark(
                "ingest-rates", "Ingest over HTTP at constant rates of requests", loads, List.of(), installation);
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
        return Stream.concat(
                        loads.keySet().stream(), baselines.stream().filter(baseline -> !loads.containsKey(baseline)))
                .toList();
    }

    @Override
    public List<String> baselines() {
        return baselines;
    }

    @Override
    public Measurement run(String candidate) {
        var load = loads.get(candidate);
        return load == null ? perfTest.run(candidate) : run(load);
    }

    private Measurement run(Load load) {
        // Ours first: the stock connector does not declare the archive's queue.
        producer(Checkout.THIS, OURS);
        var producer = producer(load.checkout, load.connector);
        var queue = archive();
        queue.empty();
        var before = producer.usage().cpu();
        var outcome = load.requests.run(producer.service().baseUri(), installation.duration);
        var cpu = producer.usage().cpu().minus(before);
        var memory = producer.usage().memory();
        var statistics = outcome.statistics();
        var payload = load.requests.payload();
        var answered = statistics.responseCount;
        var events = answered * payload.events();
        // Whoever says that all are confirmed has put all into the queue; no message has events of two requests.
        var fewest = (payload.events() + MOST_EVENTS_OF_A_MESSAGE - 1) / MOST_EVENTS_OF_A_MESSAGE;
        queue.await(answered * fewest, events);
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

    private Producer producer(Checkout checkout, String connector) {
        return producers.computeIfAbsent(checkout.name() + " " + connector, missing -> {
            var producer = Producer.start(connector, installation.broker, installation.host.of(checkout));
            SINGLE.run(producer.service().baseUri(), WARM_UP);
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
        producers.values().forEach(Producer::close);
        perfTest.close();
        if (archive != null) {
            archive.close();
        }
    }
}
