package io.logcast.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logcast.local.process.Command;
import io.logcast.local.process.Ports;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;

/** A service in Quarkus' dev mode, started with the README's command. */
final class DevMode implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(10);
    private static final Duration COMMAND = Duration.ofSeconds(30);

    private final Installation installation;
    private final ShellProcess maven;
    private final URI uri;

    private DevMode(Installation installation, ShellProcess maven, URI uri) {
        this.installation = installation;
        this.maven = maven;
        this.uri = uri;
    }

    static DevMode start(ProjectCopy project, String module, Installation installation) {
        var port = Ports.orFree(0);
        var environment = new HashMap<>(installation.environment());
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        environment.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(Ports.orFree(0)));
        var maven = ShellProcess.start(
                project.root(),
                environment,
                "./mvnw -B quarkus:dev -pl " + module
                        + " -am -Ddebug=false -Dquarkus.console.enabled=false -Dquarkus.analytics.disabled=true");
        var dev = new DevMode(installation, maven, URI.create("http://127.0.0.1:" + port));
        dev.awaitStart();
        return dev;
    }

    URI uri() {
        return uri;
    }

    /** The broker's connections from this service. */
    long brokerConnections() {
        var connections = installation.broker().management().get("/api/connections");
        return LogClient.json(connections)
                .valueStream()
                .filter(connection -> connection
                        .path("vhost")
                        .asText()
                        .equals(installation.broker().name()))
                .count();
    }

    /** The Java threads of the process. */
    long threads() {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var dump = Command.run(COMMAND, jcmd, Long.toString(service().pid()), "Thread.print");
        return dump.orThrow()
                .output()
                .lines()
                .filter(line -> line.startsWith("\""))
                .count();
    }

    private ProcessHandle service() {
        return maven.handle()
                .descendants()
                .filter(process -> process.info().commandLine().orElse("").contains("-dev.jar"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no dev mode is running: " + maven.outputTail()));
    }

    private void awaitStart() {
        await().atMost(START).until(() -> !maven.isRunning() || maven.output().contains("Listening on: "));
        assertThat(maven.isRunning()).as(maven.outputTail()).isTrue();
    }

    @Override
    public void close() {
        maven.close();
    }
}
