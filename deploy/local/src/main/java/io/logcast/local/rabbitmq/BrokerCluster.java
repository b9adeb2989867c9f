package io.logcast.local.rabbitmq;

import io.logcast.local.process.Folders;
import io.logcast.local.process.Progress;
import java.nio.file.Path;
import java.util.List;

/** Three nodes that form one cluster: one cookie, one port mapper of their own. */
public final class BrokerCluster implements AutoCloseable {
    private static final List<String> NAMES = List.of("logcast1", "logcast2", "logcast3");

    private final Path folder;
    private final Epmd epmd;
    private final List<RabbitNode> nodes;

    private BrokerCluster(Path folder, Epmd epmd, List<RabbitNode> nodes) {
        this.folder = folder;
        this.epmd = epmd;
        this.nodes = nodes;
    }

    /** Starts the three nodes on free ports, their data below the folder; returns when all are ready. */
    public static BrokerCluster start(Path folder, Progress progress) {
        var home = folder.toAbsolutePath();
        var programs = BrokerFinder.programs(new BrokerSettings(home, 0, 0, 0, progress));
        progress.show("RabbitMQ: starting three nodes");
        var epmd = Epmd.start(programs, home);
        var cookie = Cookie.random();
        var nodes = NAMES.stream()
                .map(name -> {
                    var settings = BrokerSettings.in(home.resolve(name));
                    return new RabbitNode(NodeFiles.inCluster(settings, name, cookie, NAMES), programs, epmd);
                })
                .toList();
        var cluster = new BrokerCluster(home, epmd, nodes);
        try {
            cluster.start();
        } catch (RuntimeException e) {
            cluster.discard();
            throw e;
        }
        return cluster;
    }

    /** Starts the nodes that are not running, and returns when all are ready. */
    public void start() {
        nodes.stream().filter(node -> !node.isRunning()).forEach(RabbitNode::launch);
        nodes.forEach(RabbitNode::awaitReady);
    }

    /** Each can be stopped, killed and started again by itself. */
    public List<RabbitNode> nodes() {
        return nodes;
    }

    public List<BrokerEndpoint> endpoints() {
        return nodes.stream().map(RabbitNode::endpoint).toList();
    }

    /** Stops all nodes, together. The data stays. */
    @Override
    public void close() {
        nodes.parallelStream().forEach(RabbitNode::stop);
        epmd.stop();
    }

    /** Ends all nodes at once and deletes their data. */
    public void discard() {
        nodes.forEach(RabbitNode::kill);
        epmd.stop();
        Folders.delete(folder);
    }
}
