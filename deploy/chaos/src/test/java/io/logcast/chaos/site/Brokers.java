package io.logcast.chaos.site;

import io.logcast.local.process.Progress;
import io.logcast.local.rabbitmq.Broker;
import io.logcast.local.rabbitmq.BrokerCluster;
import io.logcast.local.rabbitmq.BrokerEndpoint;
import io.logcast.local.rabbitmq.BrokerSettings;
import io.logcast.local.rabbitmq.ManagementApi;
import io.logcast.local.rabbitmq.NodePlace;
import io.logcast.local.rabbitmq.RabbitNode;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** The RabbitMQ of a site. */
public sealed interface Brokers {

    /** Starts the nodes that do not run. */
    void start();

    /** Kills all at once, with SIGKILL. */
    void kill();

    List<BrokerEndpoint> endpoints();

    /** The endpoint of a running node. */
    ManagementApi management();

    String rabbitmqctl(String... arguments);

    /** The index of the node that is the queue's leader. */
    int leaderOf(String queue);

    /** The nodes, each of which can be stopped by itself. */
    List<? extends Broker> nodes();

    void discard();

    /** One node. */
    record Single(Broker broker) implements Brokers {

        static Single start(Path folder) {
            return new Single(Broker.start(BrokerSettings.in(folder)));
        }

        @Override
        public void start() {
            if (!broker.isRunning()) {
                broker.start();
            }
        }

        @Override
        public void kill() {
            broker.kill();
        }

        @Override
        public List<BrokerEndpoint> endpoints() {
            return List.of(broker.endpoint());
        }

        @Override
        public ManagementApi management() {
            return broker.management();
        }

        @Override
        public String rabbitmqctl(String... arguments) {
            return broker.rabbitmqctl(arguments);
        }

        @Override
        public int leaderOf(String queue) {
            return 0;
        }

        @Override
        public List<Broker> nodes() {
            return List.of(broker);
        }

        @Override
        public void discard() {
            broker.discard();
        }
    }

    /** Three nodes. */
    record Cluster(BrokerCluster cluster) implements Brokers {

        static Cluster start(Path folder, List<NodePlace> places) {
            return new Cluster(BrokerCluster.start(folder, Progress.NONE, places));
        }

        @Override
        public void start() {
            cluster.start();
        }

        @Override
        public void kill() {
            cluster.kill();
        }

        @Override
        public List<BrokerEndpoint> endpoints() {
            return cluster.endpoints();
        }

        @Override
        public ManagementApi management() {
            return running().management();
        }

        @Override
        public String rabbitmqctl(String... arguments) {
            return running().rabbitmqctl(arguments);
        }

        @Override
        public int leaderOf(String queue) {
            var leader = Queues.leaderOf(queue, management());
            return IntStream.range(0, cluster.nodes().size())
                    .filter(i -> cluster.nodes().get(i).nodeName().equals(leader))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("No node is the leader " + leader));
        }

        @Override
        public List<RabbitNode> nodes() {
            return cluster.nodes();
        }

        @Override
        public void discard() {
            cluster.discard();
        }

        private Broker running() {
            return cluster.nodes().stream()
                    .filter(Broker::isRunning)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("No node is running"));
        }
    }
}
