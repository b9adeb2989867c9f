package io.logcast.local.rabbitmq;

import io.logcast.local.process.Command;
import io.logcast.local.process.Deadline;
import io.logcast.local.process.Environment;
import io.logcast.local.process.Folders;
import io.logcast.local.process.LocalProcessException;
import io.logcast.local.process.ProcessSpec;
import io.logcast.local.process.SupervisedProcess;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A RabbitMQ node as an ordinary child process, with its own ports, data, cookie and port mapper. */
public final class RabbitNode implements Broker {
    static final Duration GRACE = Duration.ofSeconds(10);
    private static final Duration READY = Duration.ofMinutes(2);
    private static final Duration STOP = Duration.ofSeconds(60);
    private static final Duration CONTROL = Duration.ofSeconds(60);

    private final NodeFiles files;
    private final RabbitPrograms programs;
    private final Epmd epmd;
    private final BrokerEndpoint endpoint;
    private @Nullable SupervisedProcess process;

    RabbitNode(NodeFiles files, RabbitPrograms programs, Epmd epmd) {
        this.files = files;
        this.programs = programs;
        this.epmd = epmd;
        var address = files.place().address();
        var management = URI.create("http://" + address + ":" + files.settings().managementPort());
        this.endpoint = new BrokerEndpoint(address, files.settings().port(), management, "guest", "guest", "/");
    }

    static RabbitNode start(BrokerSettings settings, RabbitPrograms programs) {
        settings.progress().show("RabbitMQ " + programs.version() + ": starting");
        var data = new KeptData(settings.folder());
        data.unseenBy(data.of(programs.version())).forEach(settings.progress()::show);
        var files = NodeFiles.alone(settings, programs.version());
        var epmd = Epmd.start(programs, settings.folder());
        try {
            var node = new RabbitNode(files, programs, epmd);
            node.start();
            return node;
        } catch (RuntimeException e) {
            epmd.stop();
            throw e;
        }
    }

    @Override
    public BrokerEndpoint endpoint() {
        return endpoint;
    }

    /** The node's log; everything that it prints. */
    public Path log() {
        return files.log();
    }

    /** Its name in Erlang, for {@code rabbitmqctl} and for finding a queue's leader. */
    public String nodeName() {
        return files.nodeName();
    }

    @Override
    public synchronized void start() {
        launch();
        awaitReady();
    }

    synchronized void launch() {
        if (isRunning()) {
            throw new LocalProcessException("RabbitMQ on port " + port() + " is running already");
        }
        files.write();
        process = SupervisedProcess.start(new ProcessSpec(
                "RabbitMQ on port " + port(),
                programs.script("rabbitmq-server"),
                environment(),
                files.settings().folder(),
                files.log(),
                GRACE));
    }

    synchronized void awaitReady() {
        var started = process;
        if (started == null) {
            throw new LocalProcessException("RabbitMQ on port " + port() + " was not started");
        }
        try {
            started.awaitReady(Deadline.in(READY), management()::isReady);
            files.started();
        } catch (LocalProcessException e) {
            started.kill();
            throw e;
        }
    }

    @Override
    public synchronized void stop() {
        if (process != null) {
            process.stop(STOP);
        }
    }

    @Override
    public synchronized void kill() {
        if (process != null) {
            process.kill();
        }
    }

    @Override
    public synchronized void pause() {
        if (process != null) {
            process.pause();
        }
    }

    @Override
    public synchronized void resume() {
        if (process != null) {
            process.resume();
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return process != null && process.isAlive();
    }

    @Override
    public String rabbitmqctl(String... arguments) {
        return Command.run(CONTROL, environment(), programs.script("rabbitmqctl", arguments))
                .orThrow()
                .output();
    }

    @Override
    public void close() {
        stop();
        epmd.stop();
    }

    @Override
    public void discard() {
        kill();
        epmd.stop();
        Folders.delete(files.settings().folder());
    }

    // Nothing is inherited: the caller's RABBITMQ_ variables must not lead the private node to another node's files.
    private Environment environment() {
        var variables = files.environment(epmd.port());
        variables.putAll(programs.environment());
        return new Environment(name -> false, variables);
    }
}
