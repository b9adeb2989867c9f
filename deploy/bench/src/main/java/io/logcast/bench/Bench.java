package io.logcast.bench;

import io.logcast.bench.http.IngestBenchmark;
import io.logcast.bench.http.IngestLoads;
import io.logcast.bench.process.Candidate;
import io.logcast.bench.process.Checkout;
import io.logcast.bench.process.Logging;
import io.logcast.bench.rabbitmq.ConsumeBenchmark;
import io.logcast.bench.rabbitmq.PublishBenchmark;
import io.logcast.bench.report.Report;
import io.logcast.bench.services.ArchiveBenchmark;
import io.logcast.bench.services.ScaleOutBenchmark;
import io.logcast.bench.services.SearchBenchmark;
import io.logcast.bench.services.ServicesBenchmark;
import io.logcast.bench.services.StreamBenchmark;
import io.logcast.bench.services.UnreadBenchmark;
import io.logcast.local.rabbitmq.Broker;
import io.logcast.local.rabbitmq.BrokerSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Runs all benchmarks against a broker of its own and writes the report. */
public final class Bench {

    private Bench() {}

    public static void main(String[] arguments) throws IOException {
        Logging.onlyWarnings();
        var settings = BenchSettings.ofSystemProperties();
        System.out.println("Starting RabbitMQ");
        var broker = Broker.start(BrokerSettings.in(settings.output().resolve("broker")));
        try {
            var report = new Report(broker.version(), settings.runs(), run(settings, broker));
            report.write(settings.output());
            System.out.println(report.markdown());
            System.out.println("Written: " + settings.output().resolve("bench.md") + ", bench.json, *.svg");
        } finally {
            broker.discard();
        }
    }

    private static List<Result> run(BenchSettings settings, Broker broker) {
        var runner = new Runner(settings.warmups(), settings.runs(), System.out::println);
        var results = new ArrayList<Result>();
        for (var next : benchmarks(settings, broker).toList()) {
            try (var benchmark = next.get()) {
                if (settings.includes(benchmark.name())) {
                    results.add(runner.run(benchmark));
                }
            }
        }
        return results;
    }

    private static Stream<Supplier<Benchmark>> benchmarks(BenchSettings settings, Broker broker) {
        var processes = new Candidate.Host(settings.jvm(), settings.output().resolve("logs"));
        var ingest = new IngestBenchmark.Installation(
                broker.endpoint(), processes, settings.ingest(), settings.publishMessages());
        var other = settings.other();
        var place = new ServicesBenchmark.Place(settings.output(), processes, other);
        return Stream.concat(
                other == null ? ofOthers(settings, broker, ingest) : ofCheckouts(settings, broker, ingest, other),
                ofServices(settings.services(), place));
    }

    /** This checkout against another one. */
    private static Stream<Supplier<Benchmark>> ofCheckouts(
            BenchSettings settings, Broker broker, IngestBenchmark.Installation ingest, Checkout other) {
        var type = settings.queues().get(0);
        return Stream.of(
                () -> new PublishBenchmark(broker.endpoint(), type, settings.publishMessages(), ingest.host(), other),
                () -> new ConsumeBenchmark(broker.endpoint(), type, settings.consumeMessages(), ingest.host(), other),
                () -> IngestLoads.against(other, ingest));
    }

    /** This checkout against other software. */
    private static Stream<Supplier<Benchmark>> ofOthers(
            BenchSettings settings, Broker broker, IngestBenchmark.Installation ingest) {
        var processes = ingest.host();
        Stream<Supplier<Benchmark>> ofConnectors = settings.queues().stream()
                .flatMap(type -> Stream.of(
                        () -> new PublishBenchmark(broker.endpoint(), type, settings.publishMessages(), processes),
                        () -> new ConsumeBenchmark(broker.endpoint(), type, settings.consumeMessages(), processes)));
        return Stream.concat(
                ofConnectors, Stream.of(() -> IngestLoads.flatOut(ingest), () -> IngestLoads.atConstantRates(ingest)));
    }

    /** Both services, alone or against another checkout's. To add a benchmark, add a line here. */
    private static Stream<Supplier<Benchmark>> ofServices(
            BenchSettings.OfServices settings, ServicesBenchmark.Place place) {
        Stream<Supplier<Benchmark>> searches = settings.searchRows().stream()
                .map(rows -> () -> new SearchBenchmark(place, rows, settings.searchArrivals()));
        Stream<Supplier<Benchmark>> archives = settings.archiveRows().stream()
                .map(rows -> () -> new ArchiveBenchmark(place, settings.archiveEvents(), rows));
        return Stream.of(
                        searches,
                        archives,
                        Stream.<Supplier<Benchmark>>of(
                                () -> new StreamBenchmark(place, settings.stream()),
                                () -> new UnreadBenchmark(place, settings.unreadEvents()),
                                () -> new ScaleOutBenchmark(
                                        place, settings.scaleOutEvents(), settings.scaleOutPause())))
                .flatMap(benchmarks -> benchmarks);
    }
}
