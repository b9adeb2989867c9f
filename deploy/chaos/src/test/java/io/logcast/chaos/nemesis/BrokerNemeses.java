package io.logcast.chaos.nemesis;

import io.logcast.chaos.site.Layout;
import io.logcast.chaos.site.Queues;
import io.logcast.chaos.site.Site;
import java.util.List;
import java.util.Random;

/** Faults of the broker. */
final class BrokerNemeses {

    static final List<Nemesis> ALL = List.of(
            Nemesis.of("broker-killed", BrokerNemeses::kill),
            Nemesis.of("live-queues-deleted", BrokerNemeses::deleteLiveQueues),
            Nemesis.of("exchange-deleted", BrokerNemeses::deleteExchange)
                    .excusing(
                            "the queues of readers lose their bindings, and get no events until they have them again"),
            Nemesis.of("permissions-taken", BrokerNemeses::takePermissions),
            Nemesis.of("memory-alarm", BrokerNemeses::raiseAlarm),
            Nemesis.of("archive-full", BrokerNemeses::fillArchive));
    static final Nemesis LEADER_KILLED = new Nemesis("leader-killed", Layout.CLUSTER, BrokerNemeses::kill);
    static final Nemesis ALL_RESTARTED =
            new Nemesis("cluster-rolling-restart", Layout.CLUSTER, BrokerNemeses::restartAll);

    private static final String WATERMARK = "set_vm_memory_high_watermark";
    private static final int SHORT_QUEUE = 100;
    private static final int DELETIONS = 2;

    private BrokerNemeses() {}

    private static void kill(Site site, Random random) throws InterruptedException {
        var brokers = site.brokers();
        brokers.nodes().get(brokers.leaderOf(Queues.ARCHIVE)).kill();
        Moments.pause(random, 500, 4_000);
        site.brokers().start();
    }

    /** As in an upgrade: one node at a time, then one service at a time. */
    private static void restartAll(Site site, Random random) throws InterruptedException {
        for (var node : site.brokers().nodes()) {
            node.stop();
            Moments.pause(random, 500, 2_000);
            node.start();
        }
        ServiceNemeses.restartAll(site, random);
    }

    private static void deleteLiveQueues(Site site, Random random) throws InterruptedException {
        for (int i = 0; i < DELETIONS; i++) {
            site.queues().deleteLive();
            Moments.pause(random, 2_000, 4_000);
        }
    }

    /** The services have to declare it again, and bind the archive's queue before anything is accepted. */
    private static void deleteExchange(Site site, Random random) throws InterruptedException {
        for (int i = 0; i < DELETIONS; i++) {
            site.queues().deleteExchange(Queues.BROADCAST);
            Moments.pause(random, 2_000, 4_000);
        }
        // The bindings of readers' queues are back after the next check, which comes every five seconds.
        Moments.pause(random, 6_000, 8_000);
    }

    /** From the services' user. Connections that are open keep what they have cached, so they are reset too. */
    private static void takePermissions(Site site, Random random) throws InterruptedException {
        site.queues().permit(false);
        Moments.pause(random, 1_000, 3_000);
        site.resetConnections();
        Moments.pause(random, 3_000, 6_000);
        site.queues().permit(true);
    }

    private static void raiseAlarm(Site site, Random random) throws InterruptedException {
        site.brokers().rabbitmqctl(WATERMARK, "0");
        Moments.pause(random, 3_000, 8_000);
        site.brokers().rabbitmqctl(WATERMARK, "0.4");
    }

    private static void fillArchive(Site site, Random random) throws InterruptedException {
        site.queues().limitLength(Queues.ARCHIVE, SHORT_QUEUE);
        site.consumers().forEach(consumer -> consumer.stop());
        Moments.pause(random, 3_000, 8_000);
        site.queues().removeLimit();
        site.consumers().forEach(site::startAgain);
    }
}
