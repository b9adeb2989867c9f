package io.logcast.local.rabbitmq;

import io.logcast.local.process.Folders;
import io.logcast.local.process.Ports;
import io.logcast.local.process.Progress;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Nodes that form one cluster: they share a cookie, and each has a port mapper of its own. */
public final class BrokerCluster implements AutoCloseable {
    private static final int NODES = 3;

    private final Path folder;
    private final Collection<Epmd> epmds;
    private final List<RabbitNode> nodes;

    private BrokerCluster(Path folder, Collection<Epmd> epmds, List<RabbitNode> nodes) {
        this.folder = folder;
        this.epmds = epmds;
        this.nodes = nodes;
    }

    /** Starts three nodes on free ports, their data below the folder; returns when all are ready. */
    public static BrokerCluster start(Path folder, Progress progress) {
        return start(folder, progress, Collections.nCopies(NODES, NodePlace.HERE));
    }

    /** Starts a node at each place. */
    public static BrokerCluster start(Path folder, Progress progress, List<NodePlace> places) {
        var home = folder.toAbsolutePath();
        var programs = BrokerFinder.programs(new BrokerSettings(home, 0, 0, 0, progress));
        progress.show("RabbitMQ %s: starting %d nodes".formatted(programs.version(), places.size()));
        int port = Ports.free();
        var epmds = places.stream()
                .distinct()
                .collect(Collectors.toMap(
                        place -> place,
                        place -> Epmd.start(programs.launchedBy(place.launcher()), home, place.address(), port)));
        var names = IntStream.range(0, places.size())
                .mapToObj(i -> NodeFiles.nodeName(name(i), places.get(i)))
                .toList();
        var cookie = Cookie.random();
        var nodes = IntStream.range(0, places.size())
                .mapToObj(i -> {
                    var place = places.get(i);
                    var settings = BrokerSettings.in(home.resolve(name(i)));
                    var files = NodeFiles.inCluster(settings, programs.version(), place, name(i), cookie, names);
                    return new RabbitNode(
                            files, programs.launchedBy(place.launcher()), Objects.requireNonNull(epmds.get(place)));
                })
                .toList();
        var cluster = new BrokerCluster(home, epmds.values(), nodes);
        try {
            cluster.start();
        } catch (RuntimeException e) {
            cluster.discard();
            throw e;
        }
        return cluster;
    }

    private static String name(int index) {
        return "logcast" + (index + 1);
    }

    /** Starts the nodes that are not running. Returns when all are ready. */
    public void start() {
        epmds.forEach(Epmd::start);
        nodes.stream().filter(node -> !node.isRunning()).forEach(RabbitNode::launch);
        nodes.forEach(RabbitNode::awaitReady);
    }

    /** The nodes, each of which can be stopped, killed and started again by itself. */
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
        epmds.forEach(Epmd::stop);
    }

    /** Ends everything at once, by SIGKILL. The data stays, and {@link #start} starts all of it again. */
    public void kill() {
        nodes.forEach(RabbitNode::kill);
        epmds.forEach(Epmd::stop);
    }

    /** Ends all nodes at once and deletes their data. */
    public void discard() {
        kill();
        Folders.delete(folder);
    }
}
