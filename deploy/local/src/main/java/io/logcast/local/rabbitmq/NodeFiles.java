package io.logcast.local.rabbitmq;

import io.logcast.local.process.LocalProcessException;
import io.logcast.local.process.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A node's name, configuration and environment. Everything that it writes is in the settings' folder. */
record NodeFiles(
        BrokerSettings settings,
        RabbitVersion version,
        NodePlace place,
        String name,
        int distributionPort,
        String cookie,
        List<String> cluster) {
    // Without busy waiting, so that an idle node uses no CPU. The distribution listens on one interface only.
    private static final String ERLANG_ARGUMENTS =
            "+sbwt none +sbwtdcpu none +sbwtdio none -start_epmd false -kernel inet_dist_use_interface {%s}";

    static NodeFiles alone(BrokerSettings settings, RabbitVersion version) {
        return new NodeFiles(
                settings, version, NodePlace.HERE, "logcast", Ports.free(), Cookie.of(settings.folder()), List.of());
    }

    /** @param cluster the names of all nodes, as {@link #nodeName} */
    static NodeFiles inCluster(
            BrokerSettings settings,
            RabbitVersion version,
            NodePlace place,
            String name,
            String cookie,
            List<String> cluster) {
        return new NodeFiles(settings, version, place, name, Ports.free(), cookie, cluster);
    }

    static String nodeName(String name, NodePlace place) {
        return name + "@" + place.host();
    }

    Path log() {
        return folder().resolve("rabbitmq.log");
    }

    String nodeName() {
        return nodeName(name, place);
    }

    void write() {
        try {
            kept().starting(data());
            Files.writeString(folder().resolve("rabbitmq.conf"), configuration());
            Files.writeString(folder().resolve("enabled_plugins"), "[rabbitmq_management,rabbitmq_prometheus].\n");
            writeCookie(folder().resolve(".erlang.cookie"));
        } catch (IOException e) {
            throw new LocalProcessException("The node's files in " + folder() + " could not be written", e);
        }
    }

    /** A node has started with them. */
    void started() {
        kept().started(data());
    }

    String configuration() {
        var lines = """
                listeners.tcp.1 = %1$s:%2$d
                management.tcp.ip = %1$s
                management.tcp.port = %3$d
                prometheus.tcp.ip = %1$s
                prometheus.tcp.port = %4$d
                loopback_users.guest = %5$s
                """.formatted(
                        place.address(),
                        settings.port(),
                        settings.managementPort(),
                        settings.prometheusPort(),
                        place.isLoopback());
        return cluster.isEmpty() ? lines : lines + discovery();
    }

    Map<String, String> environment(int epmdPort) {
        var variables = new HashMap<String, String>();
        variables.put("HOME", folder().toString());
        variables.put("LANG", "C.UTF-8");
        variables.put("ERL_EPMD_PORT", Integer.toString(epmdPort));
        variables.put("ERL_EPMD_ADDRESS", place.address());
        variables.put("RABBITMQ_NODENAME", nodeName());
        // A node's name with an address counts as a long name.
        variables.put("RABBITMQ_USE_LONGNAME", Boolean.toString(!place.isLoopback()));
        variables.put("RABBITMQ_NODE_IP_ADDRESS", place.address());
        variables.put("RABBITMQ_NODE_PORT", Integer.toString(settings.port()));
        variables.put("RABBITMQ_DIST_PORT", Integer.toString(distributionPort));
        variables.put("RABBITMQ_MNESIA_BASE", data().toString());
        variables.put("RABBITMQ_LOG_BASE", folder().toString());
        variables.put("RABBITMQ_LOGS", "-");
        variables.put("RABBITMQ_CONFIG_FILE", folder().resolve("rabbitmq.conf").toString());
        variables.put("RABBITMQ_CONF_ENV_FILE", folder().resolve("none").toString());
        variables.put(
                "RABBITMQ_ENABLED_PLUGINS_FILE",
                folder().resolve("enabled_plugins").toString());
        variables.put(
                "RABBITMQ_GENERATED_CONFIG_DIR", folder().resolve("generated").toString());
        variables.put("RABBITMQ_PID_FILE", folder().resolve("pid").toString());
        variables.put(
                "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS",
                ERLANG_ARGUMENTS.formatted(place.address().replace('.', ',')));
        variables.put("RABBITMQ_CTL_ERL_ARGS", "-start_epmd false");
        // The script then becomes Erlang instead of waiting for it, so signals reach Erlang itself, and only once.
        variables.put("RUNNING_UNDER_SYSTEMD", "true");
        return variables;
    }

    private String discovery() {
        var nodes = IntStream.range(0, cluster.size())
                .mapToObj(i -> "cluster_formation.classic_config.nodes.%d = %s\n".formatted(i + 1, cluster.get(i)))
                .collect(Collectors.joining());
        // For releases before 4.3; 4.3 always does this and ignores the variable.
        return "cluster_partition_handling = pause_minority\n"
                + "cluster_formation.peer_discovery_backend = classic_config\n" + nodes;
    }

    private void writeCookie(Path file) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, cookie);
    }

    private Path data() {
        return kept().of(version);
    }

    private KeptData kept() {
        return new KeptData(folder());
    }

    private Path folder() {
        return settings.folder();
    }
}
