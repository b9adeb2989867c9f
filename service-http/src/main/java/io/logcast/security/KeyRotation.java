package io.logcast.security;

import io.logcast.security.keys.Keys;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Has the file of keys read again while the service runs, and shows whether that works. */
@Singleton
final class KeyRotation {

    private static final Duration INTERVAL = Duration.ofSeconds(2);

    void start(@Observes StartupEvent started, KeyAuthentication authentication, Vertx vertx, MeterRegistry meters) {
        authentication.keys().ifPresent(keys -> {
            meters.gauge("logcast.security.keys", keys, Keys::count);
            meters.gauge("logcast.security.keys.stale", keys, now -> now.isStale() ? 1 : 0);
            vertx.setPeriodic(INTERVAL.toMillis(), tick -> refresh(keys, vertx));
        });
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
