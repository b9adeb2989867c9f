package io.logcast.consumer.stream;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Delays calls that ask for it before they are answered, like a slow issuer. */
@Singleton
final class HeldCalls {

    static final String HEADER = "X-Held";

    private static final int BEFORE_THE_ROUTES = 50;
    private static final Queue<Runnable> HELD = new ConcurrentLinkedQueue<>();
    private static final AtomicInteger LEFT = new AtomicInteger();

    static int waiting() {
        return HELD.size();
    }

    /** How many of them have closed their connection. */
    static int left() {
        return LEFT.get();
    }

    static void letIn() {
        HELD.forEach(Runnable::run);
        HELD.clear();
    }

    void register(@Observes Filters filters) {
        filters.register(HeldCalls::hold, BEFORE_THE_ROUTES);
    }

    private static void hold(RoutingContext call) {
        if (call.request().getHeader(HEADER) == null) {
            call.next();
            return;
        }
        call.request().pause();
        call.response().closeHandler(closed -> LEFT.incrementAndGet());
        var context = Vertx.currentContext();
        HELD.add(() -> context.runOnContext(now -> {
            call.request().resume();
            call.next();
        }));
    }
}
