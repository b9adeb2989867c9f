package io.logcast.bench.services;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Requests of one event each.
 *
 * @param perSecond the rate, even if more requests could be under way; 0: as many as possible
 */
record SingleEvents(Services services, String source, int inFlight, int perSecond) {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Posts them and returns the time until the last was accepted. Throws if one was not. */
    Duration post(int count, Supplier<String> message) throws InterruptedException {
        var places = new Semaphore(inFlight);
        var refused = new AtomicInteger();
        var start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            if (perSecond > 0) {
                TimeUnit.NANOSECONDS.sleep(start + i * 1_000_000_000L / perSecond - System.nanoTime());
            }
            places.acquire();
            services.http()
                    .sendAsync(request(message.get()), BodyHandlers.discarding())
                    .whenComplete((answer, failure) -> {
                        if (failure != null || answer.statusCode() != 202) {
                            refused.incrementAndGet();
                        }
                        places.release();
                    });
        }
        places.acquire(inFlight);
        if (refused.get() > 0) {
            throw new IllegalStateException(refused + " of " + count + " events were not accepted");
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private HttpRequest request(String message) {
        return HttpRequest.newBuilder(services.producer().uri().resolve("/api/v1/logs"))
                .header("Content-Type", "application/json")
                .timeout(PATIENCE)
                .POST(BodyPublishers.ofString("{\"source\":\"" + source + "\",\"message\":\"" + message + "\"}"))
                .build();
    }
}
