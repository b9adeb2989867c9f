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

/** A node's name, configuration and environment; everything that it writes lies in the settings' folder. */
record NodeFiles(BrokerSettings settings, String name, int distributionPort, String cookie, List<String> cluster) {
    // Busy waiting off: an idle node leaves the CPU alone. The distribution listens on the loopback interface only.
    private static final String ERLANG_ARGUMENTS =
            "+sbwt none +sbwtdcpu none +sbwtdio none -start_epmd false -kernel inet_dist_use_interface {127,0,0,1}";

    static NodeFiles alone(BrokerSettings settings) {
        return inCluster(settings, "logcast", Cookie.of(settings.folder()), List.of());
    }

    static NodeFiles inCluster(BrokerSettings settings, String name, String cookie, List<String> cluster) {
        return new NodeFiles(settings, name, Ports.free(), cookie, cluster);
    }

    Path log() {
        return folder().resolve("rabbitmq.log");
    }

    String nodeName() {
        return name + "@localhost";
    }

    void write() {
        try {
            Files.createDirectories(folder().resolve("data"));
            Files.writeString(folder().resolve("rabbitmq.conf"), configuration());
            Files.writeString(folder().resolve("enabled_plugins"), "[rabbitmq_management,rabbitmq_prometheus].\n");
            writeCookie(folder().resolve(".erlang.cookie"));
        } catch (IOException e) {
            throw new LocalProcessException("The node's files in " + folder() + " could not be written", e);
        }
    }

    String configuration() {
        var lines = """
                listeners.tcp.1 = 127.0.0.1:%d
                management.tcp.ip = 127.0.0.1
                management.tcp.port = %d
                prometheus.tcp.ip = 127.0.0.1
                prometheus.tcp.port = %d
                """.formatted(settings.port(), settings.managementPort(), settings.prometheusPort());
        return cluster.isEmpty() ? lines : lines + discovery();
    }

    Map<String, String> environment(int epmdPort) {
        var variables = new HashMap<String, String>();
        variables.put("HOME", folder().toString());
        variables.put("LANG", "C.UTF-8");
        variables.put("ERL_EPMD_PORT", Integer.toString(epmdPort));
        variables.put("ERL_EPMD_ADDRESS", "127.0.0.1");
        variables.put("RABBITMQ_NODENAME", nodeName());
        variables.put("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1");
        variables.put("RABBITMQ_NODE_PORT", Integer.toString(settings.port()));
        variables.put("RABBITMQ_DIST_PORT", Integer.toString(distributionPort));
        variables.put("RABBITMQ_MNESIA_BASE", folder().resolve("data").toString());
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
        variables.put("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", ERLANG_ARGUMENTS);
        variables.put("RABBITMQ_CTL_ERL_ARGS", "-start_epmd false");
        // The script then becomes Erlang instead of waiting beside it: signals reach Erlang itself, once.
        variables.put("RUNNING_UNDER_SYSTEMD", "true");
        return variables;
    }

    private String discovery() {
        var nodes = IntStream.range(0, cluster.size())
                .mapToObj(i ->
                        "cluster_formation.classic_config.nodes.%d = %s@localhost\n".formatted(i + 1, cluster.get(i)))
                .collect(Collectors.joining());
        return "cluster_partition_handling = pause_minority\n"
                + "cluster_formation.peer_discovery_backend = classic_config\n" + nodes;
    }

    private void writeCookie(Path file) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, cookie);
    }

    private Path folder() {
        return settings.folder();
    }
}
