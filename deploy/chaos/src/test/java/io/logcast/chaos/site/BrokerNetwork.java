package io.logcast.chaos.site;

import io.logcast.local.process.Command;
import io.logcast.local.rabbitmq.NodePlace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A network namespace for each of three brokers, with a virtual cable between every two of them and one from each to
 * this machine. Packets from one to another can be dropped silently, as a broken switch does. Needs root.
 */
public final class BrokerNetwork {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int NODES = 3;
    /** From the block reserved for network benchmarks (RFC 2544), which is routed nowhere. */
    private static final String BLOCK = "198.18.";

    private static final int HOST = 254;

    private final String name = "lc" + ProcessHandle.current().pid();
    private final String prefix = BLOCK + ProcessHandle.current().pid() % 256 + ".";

    private BrokerNetwork() {}

    /** Why this machine cannot have one; empty if it can. */
    static Optional<String> obstacle() {
        boolean possible = "root".equals(System.getProperty("user.name"))
                && Command.succeeds(PATIENCE, "ip", "-V")
                && Command.succeeds(PATIENCE, "unshare", "--net", "nft", "list", "ruleset");
        return possible
                ? Optional.empty()
                : Optional.of("brokers with a network of their own take root, ip and nft, and network namespaces");
    }

    static BrokerNetwork lay() {
        var network = new BrokerNetwork();
        try {
            IntStream.range(0, NODES).forEach(network::addNode);
            for (int one = 0; one < NODES; one++) {
                for (int other = one + 1; other < NODES; other++) {
                    network.connect(one, other);
                }
            }
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
        return network;
    }

    List<NodePlace> places() {
        return IntStream.range(0, NODES)
                .mapToObj(
                        node -> new NodePlace(address(node), List.of("nsenter", "--net=/run/netns/" + namespace(node))))
                .toList();
    }

    /** Cuts both directions between the two. */
    public void cut(int one, int other) {
        drop(one, other);
        drop(other, one);
    }

    /** Cuts one direction: nothing that one sends reaches the other, but the way back is open. */
    public void drop(int from, int to) {
        nft(to, "add", "rule", "inet", "logcast", "input", "ip", "saddr", address(from), "drop");
    }

    public void mend() {
        IntStream.range(0, NODES).forEach(node -> nft(node, "flush", "chain", "inet", "logcast", "input"));
    }

    /** All nodes but this one. */
    public List<Integer> others(int node) {
        return IntStream.range(0, NODES).filter(other -> other != node).boxed().toList();
    }

    void close() {
        // The cables are deleted with their namespaces.
        IntStream.range(0, NODES)
                .filter(node -> Files.exists(Path.of("/run/netns", namespace(node))))
                .forEach(node -> run("ip", "netns", "delete", namespace(node)));
    }

    private void addNode(int node) {
        run("ip", "netns", "add", namespace(node));
        ip(node, "link", "set", "lo", "up");
        var cable = name + "n" + node;
        run("ip", "link", "add", cable, "type", "veth", "peer", "name", "host", "netns", namespace(node));
        run("ip", "address", "add", prefix + HOST, "peer", address(node), "dev", cable);
        run("ip", "link", "set", cable, "up");
        plug(node, "host", prefix + HOST);
        nft(node, "add", "table", "inet", "logcast");
        nft(node, "add", "chain", "inet", "logcast", "input", "{ type filter hook input priority 0; }");
    }

    private void connect(int one, int other) {
        var cable = "to" + one + other;
        ip(one, "link", "add", cable, "type", "veth", "peer", "name", cable, "netns", namespace(other));
        plug(one, cable, address(other));
        plug(other, cable, address(one));
    }

    private void plug(int node, String cable, String peer) {
        ip(node, "address", "add", address(node), "peer", peer, "dev", cable);
        ip(node, "link", "set", cable, "up");
    }

    private String namespace(int node) {
        return name + "-" + (node + 1);
    }

    private String address(int node) {
        return prefix + (node + 1);
    }

    private void ip(int node, String... arguments) {
        run(Stream.concat(Stream.of("ip", "-n", namespace(node)), Stream.of(arguments)));
    }

    private void nft(int node, String... arguments) {
        run(Stream.concat(Stream.of("ip", "netns", "exec", namespace(node), "nft"), Stream.of(arguments)));
    }

    private static void run(Stream<String> line) {
        run(line.toArray(String[]::new));
    }

    private static void run(String... line) {
        Command.run(PATIENCE, line).orThrow();
    }
}
