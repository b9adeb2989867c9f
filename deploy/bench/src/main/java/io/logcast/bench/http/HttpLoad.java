package io.logcast.bench.http;

import io.hyperfoil.api.config.BenchmarkBuilder;
import io.hyperfoil.api.config.PhaseBuilder;
import io.hyperfoil.api.statistics.StatisticsSnapshot;
import io.hyperfoil.core.impl.LocalSimulationRunner;
import io.hyperfoil.http.api.HttpMethod;
import io.hyperfoil.http.config.HttpPluginBuilder;
import io.hyperfoil.http.handlers.RangeStatusValidator;
import io.hyperfoil.http.steps.HttpStepCatalog;
import io.netty.buffer.Unpooled;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Requests that Hyperfoil makes, on one thread of this JVM. */
record HttpLoad(Payload payload, Pace pace) {

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);

    /**
     * The rate of requests.
     *
     * @param perSecond requests a second, at an even rate however long the answers take; 0: each connection sends the
     *     next request as soon as it has the answer
     */
    record Pace(int connections, int perSecond) {

        static Pace flatOut(int connections) {
            return new Pace(connections, 0);
        }

        /**
         * With as many connections as requests a second: while answers take less than a second, no request waits for a
         * connection.
         */
        static Pace constant(int perSecond) {
            return new Pace(perSecond, perSecond);
        }

        private PhaseBuilder<?> phase(PhaseBuilder.Catalog phases) {
            return perSecond == 0
                    ? phases.always(connections)
                    : phases.constantRate(perSecond).variance(false).maxSessions(connections);
        }
    }

    /**
     * The outcome of the requests.
     *
     * @param elapsed from the first request to the last answer
     */
    record Outcome(StatisticsSnapshot statistics, Duration elapsed) {}

    /** Throws unless each request was accepted. */
    Outcome run(URI service, Duration duration) {
        var sent = new AtomicInteger();
        var first = new AtomicLong();
        var last = new AtomicLong();
        var builder = BenchmarkBuilder.builder().name("ingest").threads(1);
        builder.addPlugin(HttpPluginBuilder::new)
                .http()
                .host(service.getHost())
                .port(service.getPort())
                .allowHttp2(false)
                .sharedConnections(pace.connections())
                .requestTimeout(REQUEST_TIMEOUT.toMillis());
        pace.phase(builder.addPhase("load"))
                .duration(duration.toMillis())
                .scenario()
                .initialSequence("post")
                .step(HttpStepCatalog.SC)
                .httpRequest(HttpMethod.POST)
                .path(payload.path())
                .headers()
                .header("Content-Type", payload.contentType())
                .endHeaders()
                .body((session, connection) -> {
                    first.compareAndSet(0, System.nanoTime());
                    return Unpooled.wrappedBuffer(payload.bodies()
                            .get(sent.getAndIncrement() % payload.bodies().size()));
                })
                .handler()
                .status(new RangeStatusValidator(payload.accepted(), payload.accepted()))
                .onCompletion(session -> last.set(System.nanoTime()));
        var total = new StatisticsSnapshot();
        new LocalSimulationRunner(
                        builder.build(), (phase, step, metric, statistics, done) -> total.add(statistics), null, null)
                .run();
        check(total);
        return new Outcome(total, Duration.ofNanos(last.get() - first.get()));
    }

    private static void check(StatisticsSnapshot total) {
        if (total.responseCount == 0
                || total.responseCount != total.requestCount
                || total.invalid > 0
                || total.errors() > 0) {
            throw new IllegalStateException("Not all requests were accepted: " + total);
        }
    }
}
