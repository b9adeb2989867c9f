package io.logcast.bench.http;

import io.logcast.bench.Spread;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Posts single events in turns: past a subscription, into one that has room, and into one that is full and that nobody
 * reads, which drops its oldest for each.
 */
public final class UnreadBench {

    private static final List<String> SOURCES = List.of("full", "past", "room");
    private static final int ROUNDS = 6;
    private static final int IN_FLIGHT = 64;
    private static final int KEPT = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private UnreadBench() {}

    public static void main(String[] arguments) throws Exception {
        var output = Path.of(System.getProperty("bench.output", "target")).toAbsolutePath();
        var count = Integer.getInteger("bench.unread.events", 5_000);
        var report = new StringBuilder("| round | past it (events/s) | into one with room (events/s) | into a full one"
                + " (events/s) | full / past | full / room |\n|---|---:|---:|---:|---:|---:|\n");
        var fullToPast = new ArrayList<Double>();
        var fullToRoom = new ArrayList<Double>();
        try (var services = new Services(output)) {
            subscribe(services, "full", KEPT);
            // The first one warms up, and fills the one that is to be full.
            for (int round = 0; round <= ROUNDS; round++) {
                subscribe(services, "room", 2 * count);
                var rates = new HashMap<String, Double>();
                for (int turn = 0; turn < SOURCES.size(); turn++) {
                    // Each round begins with another one, so that what grows faster meanwhile meets all of them.
                    var source = SOURCES.get((round + turn) % SOURCES.size());
                    rates.put(source, post(services, source, count));
                }
                double full = Objects.requireNonNull(rates.get("full"));
                double past = Objects.requireNonNull(rates.get("past"));
                double room = Objects.requireNonNull(rates.get("room"));
                send(
                        services,
                        HttpRequest.newBuilder(subscription(services, "room")).DELETE(),
                        204);
                var line = String.format(
                        Locale.ROOT,
                        "| %s | %,.0f | %,.0f | %,.0f | %.2f | %.2f |%n",
                        round == 0 ? "warm-up" : round,
                        past,
                        room,
                        full,
                        full / past,
                        full / room);
                System.out.print(line);
                report.append(line);
                if (round > 0) {
                    fullToPast.add(full / past);
                    fullToRoom.add(full / room);
                }
            }
            report.append(String.format(
                    Locale.ROOT,
                    "%nMedians: %.2f of the rate past it, %.2f of the rate into one with room. Posted into the full one:"
                            + " %d, kept: %d. What it says of itself: `%s`%n",
                    Spread.of(fullToPast).median(),
                    Spread.of(fullToRoom).median(),
                    count * (ROUNDS + 1),
                    KEPT,
                    settledState(services)));
        }
        System.out.println(report);
        Files.writeString(output.resolve("unread.md"), report);
    }

    private static void subscribe(Services services, String name, int most) throws IOException, InterruptedException {
        var body = "{\"max_messages\":%d,\"binding\":{\"type\":\"patterns\",\"patterns\":[\"%s.#\"]}}"
                .formatted(most, name);
        send(
                services,
                HttpRequest.newBuilder(subscription(services, name))
                        .header("Content-Type", "application/json")
                        .PUT(BodyPublishers.ofString(body)),
                201);
    }

    private static URI subscription(Services services, String name) {
        return URI.create("http://127.0.0.1:" + services.consumerPort() + "/api/v1/subscriptions/" + name);
    }

    private static String send(Services services, HttpRequest.Builder request, int status)
            throws IOException, InterruptedException {
        var answer = services.http().send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
        if (answer.statusCode() != status) {
            throw new IllegalStateException("Answered " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }

    /** Events a second, each of which was accepted. */
    private static double post(Services services, String source, int count) throws InterruptedException {
        var places = new Semaphore(IN_FLIGHT);
        var refused = new AtomicInteger();
        var start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            places.acquire();
            var request = HttpRequest.newBuilder(services.producer().resolve("/api/v1/logs"))
                    .header("Content-Type", "application/json")
                    .timeout(PATIENCE)
                    .POST(BodyPublishers.ofString("{\"source\":\"" + source + "\",\"message\":\"number " + i + "\"}"))
                    .build();
            services.http().sendAsync(request, BodyHandlers.discarding()).whenComplete((answer, failure) -> {
                places.release();
                if (failure != null || answer.statusCode() != 202) {
                    refused.incrementAndGet();
                }
            });
        }
        places.acquire(IN_FLIGHT);
        var elapsed = System.nanoTime() - start;
        if (refused.get() > 0) {
            throw new IllegalStateException(refused + " events were not accepted");
        }
        return count * 1e9 / elapsed;
    }

    /** Once the drops have been counted, which takes some seconds. */
    private static String settledState(Services services) throws InterruptedException {
        var before = "";
        var state = services.get("/api/v1/subscriptions/full");
        while (!state.equals(before)) {
            before = state;
            Thread.sleep(10_000);
            state = services.get("/api/v1/subscriptions/full");
        }
        return state;
    }
}
