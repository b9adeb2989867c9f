package io.logcast.security;

import io.logcast.security.keys.Keys;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/** Reads the file of keys again while the service runs, and shows whether that works. */
@Singleton
final class KeyRotation {

    private static final Duration INTERVAL = Duration.ofSeconds(2);

    void start(@Observes StartupEvent started, KeyAuthentication authentication, Vertx vertx, MeterRegistry meters) {
        // Also without a file of keys: then the metrics are 0 instead of missing.
        meters.gauge("logcast.security.keys", authentication, now -> count(now.keys()));
        meters.gauge("logcast.security.keys.stale", authentication, now -> isStale(now.keys()) ? 1 : 0);
        authentication.keys().ifPresent(keys -> vertx.setPeriodic(INTERVAL.toMillis(), tick -> refresh(keys, vertx)));
    }

    private static int count(Optional<Keys> keys) {
        return keys.map(Keys::count).orElse(0);
    }

    private static boolean isStale(Optional<Keys> keys) {
        return keys.map(Keys::isStale).orElse(false);
    }

    private static void refresh(Keys keys, Vertx vertx) {
        vertx.executeBlocking(
                () -> {
                    keys.refresh();
                    return keys;
                },
                false);
    }
}
