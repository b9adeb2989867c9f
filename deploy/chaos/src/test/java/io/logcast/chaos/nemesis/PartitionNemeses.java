package io.logcast.chaos.nemesis;

import io.logcast.chaos.site.BrokerNetwork;
import io.logcast.chaos.site.Layout;
import io.logcast.chaos.site.Queues;
import io.logcast.chaos.site.Site;
import java.util.List;
import java.util.Random;

/** Partitions between the brokers; the services can always reach each of them. */
final class PartitionNemeses {

    static final List<Nemesis> ALL = List.of(
            partition("leader-cut-off", PartitionNemeses::cutOff),
            partition("brokers-apart", PartitionNemeses::cutAll),
            partition("cable-cut", PartitionNemeses::cutOne),
            partition("leader-unheard", PartitionNemeses::silence));

    /** Long enough for the other nodes to elect another leader. */
    private static final int LEAST_MILLIS = 10_000;

    private static final int MOST_MILLIS = 20_000;

    private PartitionNemeses() {}

    /** Cuts connections of the node that leads the archive's queue. */
    private interface Cut {
        void on(BrokerNetwork network, int leader);
    }

    private static Nemesis partition(String name, Cut cut) {
        return new Nemesis(name, Layout.NETWORK, (site, random) -> partition(site, random, cut));
    }

    private static void partition(Site site, Random random, Cut cut) throws InterruptedException {
        cut.on(site.network(), site.brokers().leaderOf(Queues.ARCHIVE));
        try {
            Moments.pause(random, LEAST_MILLIS, MOST_MILLIS);
        } finally {
            site.network().mend();
        }
    }

    private static void cutOff(BrokerNetwork network, int leader) {
        network.others(leader).forEach(other -> network.cut(leader, other));
    }

    /** No majority is left. */
    private static void cutAll(BrokerNetwork network, int leader) {
        cutOff(network, leader);
        network.cut(network.others(leader).get(0), network.others(leader).get(1));
    }

    /** The third node still reaches both. */
    private static void cutOne(BrokerNetwork network, int leader) {
        network.cut(leader, network.others(leader).get(0));
    }

    /** The leader hears the others, but they do not hear it. */
    private static void silence(BrokerNetwork network, int leader) {
        network.others(leader).forEach(other -> network.drop(leader, other));
    }
}
