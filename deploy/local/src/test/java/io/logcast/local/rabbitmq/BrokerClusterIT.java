package io.logcast.local.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.local.process.Progress;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class BrokerClusterIT {
    private static final String RUNNING = "\"running\":true";

    @Test
    void threeNodesFormAClusterThatANodeLeavesAndJoinsAgain() {
        var cluster = BrokerCluster.start(Path.of("target/local/cluster-it"), Progress.NONE);
        try {
            var first = cluster.nodes().get(0);
            var third = cluster.nodes().get(2);
            awaitRunning(first, 3);

            third.kill();
            awaitRunning(first, 2);

            cluster.start();
            awaitRunning(first, 3);
            assertThat(third.isRunning()).isTrue();
        } finally {
            cluster.discard();
        }
    }

    private static void awaitRunning(Broker broker, int nodes) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> broker.management()
                                        .get("/api/nodes?columns=name,running")
                                        .split(RUNNING, -1)
                                        .length
                                - 1
                        == nodes);
    }
}
