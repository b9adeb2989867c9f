package io.logcast.local.rabbitmq;

import io.logcast.local.process.Deadline;
import io.logcast.local.process.Environment;
import io.logcast.local.process.Ports;
import io.logcast.local.process.ProcessSpec;
import io.logcast.local.process.SupervisedProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Erlang's port mapper, private to the nodes of one broker. By default, Erlang starts one that never ends. */
final class Epmd {
    private static final Duration START = Duration.ofSeconds(20);
    // If the owner dies, this must outlive the nodes: a node that is still booting would start a daemon instead.
    private static final Duration GRACE = RabbitNode.GRACE.plusSeconds(5);
    private static final String IGNORING_SIGTERM = "trap '' TERM; exec \"$@\"";

    private final RabbitPrograms programs;
    private final Path folder;
    private final String address;
    private final int port;
    private @Nullable SupervisedProcess process;

    private Epmd(RabbitPrograms programs, Path folder, String address, int port) {
        this.programs = programs;
        this.folder = folder;
        this.address = address;
        this.port = port;
    }

    /** On a free port of the loopback interface. */
    static Epmd start(RabbitPrograms programs, Path folder) {
        return start(programs, folder, "127.0.0.1", Ports.free());
    }

    static Epmd start(RabbitPrograms programs, Path folder, String address, int port) {
        var epmd = new Epmd(programs, folder, address, port);
        epmd.start();
        return epmd;
    }

    int port() {
        return port;
    }

    /** Starts it again on the same port if it was stopped. */
    void start() {
        if (process != null && process.isAlive()) {
            return;
        }
        var line = new ArrayList<>(List.of("bash", "-c", IGNORING_SIGTERM, "epmd"));
        line.addAll(programs.command("epmd", "-address", address, "-port", Integer.toString(port)));
        var started = SupervisedProcess.start(new ProcessSpec(
                "epmd",
                line,
                new Environment(name -> false, programs.environment()),
                folder,
                folder.resolve("epmd.log"),
                GRACE));
        process = started;
        started.awaitReady(Deadline.in(START), () -> Ports.answers(address, port));
    }

    void stop() {
        if (process != null) {
            process.kill();
        }
    }
}
