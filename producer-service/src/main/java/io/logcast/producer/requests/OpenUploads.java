package io.logcast.producer.requests;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The uploads that are being read. When the service stops, they are asked to end, so that their clients get an answer while
 * the service still waits for requests ({@code quarkus.shutdown.timeout}).
 */
@Singleton
final class OpenUploads {

    private final Vertx vertx;
    private final Duration delay;
    private final Set<Runnable> stops = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    /** @param delay how long requests are still taken after the stop has begun */
    OpenUploads(Vertx vertx, @ConfigProperty(name = "quarkus.shutdown.delay") Optional<Duration> delay) {
        this.vertx = vertx;
        this.delay = delay.orElse(Duration.ZERO);
    }

    /** @param stop asks the upload to end; may be called from any thread */
    void add(Runnable stop) {
        stops.add(stop);
        if (stopping) {
            stop.run();
        }
    }

    void remove(Runnable stop) {
        stops.remove(stop);
    }

    void stop(@Observes ShutdownDelayInitiatedEvent stoppingSoon) {
        vertx.setTimer(Math.max(1, delay.toMillis()), id -> stopAll());
    }

    private void stopAll() {
        stopping = true;
        stops.forEach(Runnable::run);
    }
}
