package io.logcast.local.rabbitmq;

import io.logcast.local.process.Command;
import io.logcast.local.process.Deadline;
import io.logcast.local.process.Environment;
import io.logcast.local.process.Folders;
import io.logcast.local.process.LocalProcessException;
import io.logcast.local.process.ProcessSpec;
import io.logcast.local.process.SupervisedProcess;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** RabbitMQ in a container whose ports are published on the loopback interface; its data is in a named volume. */
public final class RabbitContainer implements Broker {
    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final Duration READY = Duration.ofMinutes(2);
    private static final Duration STOP = Duration.ofSeconds(60);
    private static final Duration CONTROL = Duration.ofSeconds(60);

    private final BrokerSettings settings;
    private final ContainerEngine engine;
    private final BrokerEndpoint endpoint;
    private final String name;
    private final KeptData kept;
    private @Nullable SupervisedProcess process;

    private RabbitContainer(BrokerSettings settings, ContainerEngine engine) {
        this.settings = settings;
        this.engine = engine;
        this.kept = new KeptData(settings.folder());
        var management = URI.create("http://127.0.0.1:" + settings.managementPort());
        this.endpoint = new BrokerEndpoint("127.0.0.1", settings.port(), management, "guest", "guest", "/");
        this.name =
                "logcast-" + UUID.nameUUIDFromBytes(settings.folder().toString().getBytes(StandardCharsets.UTF_8));
    }

    static RabbitContainer start(BrokerSettings settings, ContainerEngine engine) {
        settings.progress().show("RabbitMQ: starting " + ContainerEngine.IMAGE + " in " + engine.program());
        var container = new RabbitContainer(settings, engine);
        container.kept.unseenBy(container.data()).forEach(settings.progress()::show);
        container.start();
        return container;
    }

    @Override
    public BrokerEndpoint endpoint() {
        return endpoint;
    }

    @Override
    public synchronized void start() {
        if (isRunning()) {
            throw new LocalProcessException("RabbitMQ on port " + port() + " is running already");
        }
        kept.starting(data());
        // Removes a container of the same folder that a killed JVM may have left.
        engine("rm", "--force", name);
        var started = SupervisedProcess.start(new ProcessSpec(
                "RabbitMQ in " + engine.program(),
                command(),
                Environment.inheritingAll(Map.of()),
                settings.folder(),
                settings.folder().resolve("rabbitmq.log"),
                GRACE));
        process = started;
        try {
            started.awaitReady(Deadline.in(READY), management()::isReady);
            kept.started(data());
        } catch (LocalProcessException e) {
            kill();
            throw e;
        }
    }

    @Override
    public synchronized void stop() {
        if (process != null) {
            // In the foreground, the client passes SIGTERM on to the container.
            process.stop(STOP);
        }
    }

    @Override
    public synchronized void kill() {
        engine("kill", "--signal", "KILL", name);
        if (process != null) {
            process.kill();
        }
    }

    @Override
    public void pause() {
        engine("pause", name).orThrow();
    }

    @Override
    public void resume() {
        engine("unpause", name).orThrow();
    }

    @Override
    public synchronized boolean isRunning() {
        return process != null && process.isAlive();
    }

    @Override
    public String rabbitmqctl(String... arguments) {
        var line = new ArrayList<>(List.of("exec", name, "rabbitmqctl"));
        line.addAll(List.of(arguments));
        return engine(line.toArray(String[]::new)).orThrow().output();
    }

    @Override
    public void close() {
        stop();
    }

    @Override
    public void discard() {
        kill();
        engine("rm", "--force", name);
        engine("volume", "rm", "--force", volume());
        Folders.delete(settings.folder());
    }

    private Path data() {
        return kept.inVolumeOf(engine);
    }

    private List<String> command() {
        return List.of(
                engine.program(),
                "run",
                "--rm",
                "--name=" + name,
                // The data folder is named after the node, and the node after the host.
                "--hostname=logcast",
                "--volume=" + volume() + ":/var/lib/rabbitmq",
                "--publish=127.0.0.1:" + settings.port() + ":5672",
                "--publish=127.0.0.1:" + settings.managementPort() + ":15672",
                "--publish=127.0.0.1:" + settings.prometheusPort() + ":15692",
                "--env=RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS=+sbwt none +sbwtdcpu none +sbwtdio none",
                ContainerEngine.IMAGE);
    }

    /** One for each series, since other series cannot read its data. */
    private String volume() {
        return name + "-" + RabbitVersion.REFERENCE;
    }

    private Command engine(String... arguments) {
        var line = new ArrayList<>(List.of(engine.program()));
        line.addAll(List.of(arguments));
        return Command.run(CONTROL, line.toArray(String[]::new));
    }
}
