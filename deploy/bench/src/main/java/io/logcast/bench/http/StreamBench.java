package io.logcast.bench.http;

import io.vertx.core.Vertx;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Events on their way from the POST to many readers of the live tail, everything on this machine. */
public final class StreamBench {

    // Long enough for the compilers, which want the same processors.
    private static final int WARM_UP_SECONDS = 20;
    private static final int IN_FLIGHT = 256;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private StreamBench() {}

    /** How many streams, and how many events a second, each of which goes to all of them. */
    private record Load(int streams, int rate) {}

    public static void main(String[] arguments) throws Exception {
        var output = Path.of(System.getProperty("bench.output", "target")).toAbsolutePath();
        var seconds = Integer.getInteger("bench.stream.seconds", 30);
        var report = new StringBuilder("| streams | events/s posted | deliveries/s | p50 (ms) | p99 (ms) | highest (ms)"
                + " | of all deliveries | consumer's CPU (cores) | resident (MiB) |\n"
                + "|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n");
        try (var services = new Services(output)) {
            for (var load : new Load[] {new Load(1_000, 50), new Load(100, 1_000)}) {
                var line = run(services, load, seconds);
                System.out.println(line);
                report.append(line);
            }
        }
        Files.writeString(output.resolve("stream.md"), report);
    }

    private static String run(Services services, Load load, int seconds) throws InterruptedException {
        var vertx = Vertx.vertx();
        try {
            var readers = new StreamReaders();
            readers.open(vertx, services.consumerPort(), load.streams());
            var warmUp = post(services, load.rate(), WARM_UP_SECONDS);
            readers.await(warmUp * load.streams(), PATIENCE);
            readers.forget();
            var cpu = services.consumerUsage().cpu();
            var start = System.nanoTime();
            var posted = post(services, load.rate(), seconds);
            var elapsed = System.nanoTime() - start;
            var cores = services.consumerUsage().cpu().minus(cpu).toNanos() / (double) elapsed;
            readers.await(posted * load.streams(), PATIENCE);
            return String.format(
                    Locale.ROOT,
                    "| %,d | %,.0f | %,.0f | %d | %d | %d | %.2f%% | %.2f | %d |%n",
                    load.streams(),
                    posted * 1e9 / elapsed,
                    readers.count() * 1e9 / elapsed,
                    readers.percentile(0.50),
                    readers.percentile(0.99),
                    readers.percentile(1),
                    100.0 * readers.count() / (posted * load.streams()),
                    cores,
                    services.consumerUsage().memory());
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    /** Posts single events at an even rate, and returns how many were accepted. */
    private static long post(Services services, int rate, int seconds) throws InterruptedException {
        var accepted = new AtomicLong();
        var places = new Semaphore(IN_FLIGHT);
        var start = System.nanoTime();
        for (long i = 0; i < (long) rate * seconds; i++) {
            TimeUnit.NANOSECONDS.sleep(start + i * 1_000_000_000L / rate - System.nanoTime());
            places.acquire();
            var event = "{\"source\":\"bench.stream\",\"message\":\"" + StreamReaders.MARK + System.nanoTime()
                    + " a message of about the length that log messages have, which is some 120 characters or so\"}";
            var request = HttpRequest.newBuilder(services.producer().resolve("/api/v1/logs"))
                    .header("Content-Type", "application/json")
                    .timeout(Duration.ofSeconds(30))
                    .POST(BodyPublishers.ofString(event))
                    .build();
            services.http().sendAsync(request, BodyHandlers.discarding()).whenComplete((answer, failure) -> {
                places.release();
                if (failure == null && answer.statusCode() == 202) {
                    accepted.incrementAndGet();
                }
            });
        }
        places.acquire(IN_FLIGHT);
        return accepted.get();
    }
}
