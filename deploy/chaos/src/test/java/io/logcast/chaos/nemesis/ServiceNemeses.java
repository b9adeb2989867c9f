package io.logcast.chaos.nemesis;

import io.logcast.chaos.site.Site;
import io.logcast.local.ServiceProcess;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Faults of the services. */
final class ServiceNemeses {

    static final List<Nemesis> ALL = List.of(
            Nemesis.of("producer-killed", ServiceNemeses::killProducer),
            Nemesis.of("consumer-killed", ServiceNemeses::killConsumers),
            Nemesis.of("rolling-restart", ServiceNemeses::restartAll));

    private ServiceNemeses() {}

    private static void killProducer(Site site, Random random) throws InterruptedException {
        for (int i = 0; i < 2; i++) {
            Moments.pause(random, 200, 2_000);
            site.producer().killFor(Duration.ofMillis(random.nextInt(2_000)));
        }
    }

    /** Kills both in turn: the first while it stores, the other while it holds messages that it cannot store. */
    private static void killConsumers(Site site, Random random) throws InterruptedException {
        var first = site.consumers().get(0);
        first.kill();
        Moments.pause(random, 500, 2_000);
        site.startAgain(first);
        Moments.pause(random, 500, 2_000);
        site.database().stop();
        Moments.pause(random, 1_000, 3_000);
        site.consumers().forEach(ServiceProcess::kill);
        site.database().start();
        site.consumers().forEach(ServiceProcess::start);
        site.consumers().forEach(site::awaitReady);
    }

    static void restartAll(Site site, Random random) throws InterruptedException {
        for (var consumer : site.consumers()) {
            consumer.stop();
            site.startAgain(consumer);
            Moments.pause(random, 200, 1_000);
        }
        site.producer().restart();
    }
}
