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

/** Erlang's port mapper, private to the nodes of one broker. Left to itself, Erlang starts one that never ends. */
record Epmd(int port, SupervisedProcess process) {
    private static final Duration START = Duration.ofSeconds(20);
    // If the owner dies, it must outlive the nodes: one that is still booting would start a daemon in its place.
    private static final Duration GRACE = RabbitNode.GRACE.plusSeconds(5);
    private static final String IGNORING_SIGTERM = "trap '' TERM; exec \"$@\"";

    static Epmd start(RabbitPrograms programs, Path folder) {
        int port = Ports.free();
        var line = new ArrayList<>(List.of("bash", "-c", IGNORING_SIGTERM, "epmd"));
        line.addAll(programs.command("epmd", "-address", "127.0.0.1", "-port", Integer.toString(port)));
        var process = SupervisedProcess.start(new ProcessSpec(
                "epmd",
                line,
                new Environment(name -> false, programs.environment()),
                folder,
                folder.resolve("epmd.log"),
                GRACE));
        process.awaitReady(Deadline.in(START), () -> Ports.answers(port));
        return new Epmd(port, process);
    }

    void stop() {
        process.kill();
    }
}
