package io.logcast.chaos.nemesis;

import io.logcast.chaos.site.Layout;
import io.logcast.chaos.site.Queues;
import io.logcast.chaos.site.Site;
import java.util.List;
import java.util.Random;

/** Partitions between the brokers; the services can always reach each of them. */
final class PartitionNemeses {

    static final List<Nemesis> ALL =
            List.of(new Nemesis("leader-cut-off", Layout.NETWORK, PartitionNemeses::cutOffLeader));

    /** Long enough for the other nodes to elect another leader. */
    private static final int LEAST_MILLIS = 10_000;

    private static final int MOST_MILLIS = 20_000;

    private PartitionNemeses() {}

    private static void cutOffLeader(Site site, Random random) throws InterruptedException {
        var network = site.network();
        int leader = site.brokers().leaderOf(Queues.ARCHIVE);
        network.others(leader).forEach(other -> network.cut(leader, other));
        try {
            Moments.pause(random, LEAST_MILLIS, MOST_MILLIS);
        } finally {
            network.mend();
        }
    }
}
