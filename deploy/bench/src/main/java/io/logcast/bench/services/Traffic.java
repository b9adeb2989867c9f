package io.logcast.bench.services;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Events that arrive at an even rate while something else is measured: requests of 100 lines. */
final class Traffic implements AutoCloseable {

    private static final int LINES = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Services services;
    private final AtomicLong number = new AtomicLong();
    private final AtomicInteger refused = new AtomicInteger();
    private final @Nullable ScheduledExecutorService clock;

    private Traffic(Services services, int perSecond) {
        this.services = services;
        if (perSecond == 0) {
            clock = null;
            return;
        }
        clock = Executors.newSingleThreadScheduledExecutor();
        var pause = TimeUnit.SECONDS.toNanos(LINES) / perSecond;
        clock.scheduleAtFixedRate(this::post, 0, pause, TimeUnit.NANOSECONDS);
    }

    /** @param perSecond the number of events; 0 for none */
    static Traffic start(Services services, int perSecond) {
        return new Traffic(services, perSecond);
    }

    /** An answer that is late, or a refusal, must not stop the next request, so it is counted. */
    private void post() {
        var lines = new StringBuilder();
        for (int i = 0; i < LINES; i++) {
            var n = number.incrementAndGet();
            lines.append(
                    "{\"source\":\"bench.traffic\",\"message\":\"request r%d of user u%d to endpoint e%d answered\",\"attributes\":{\"tenant\":\"tenant%d\"}}\n"
                            .formatted(n, n % 10_000, n % 200, n % 50));
        }
        var request = HttpRequest.newBuilder(services.producer().uri().resolve("/api/v1/logs"))
                .header("Content-Type", "application/x-ndjson")
                .timeout(PATIENCE)
                .POST(BodyPublishers.ofString(lines.toString()))
                .build();
        services.http().sendAsync(request, BodyHandlers.discarding()).whenComplete((answer, failure) -> {
            if (failure != null || answer.statusCode() != 202) {
                refused.incrementAndGet();
            }
        });
    }

    /** Throws if a request was refused. */
    @Override
    public void close() throws InterruptedException {
        if (clock != null) {
            clock.shutdown();
            clock.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        if (refused.get() > 0) {
            throw new IllegalStateException(refused + " requests of the traffic were not accepted");
        }
    }
}
