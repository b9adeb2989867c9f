package io.logcast.local;

import io.logcast.local.process.Deadline;
import io.logcast.local.process.Environment;
import io.logcast.local.process.Folders;
import io.logcast.local.process.LocalProcessException;
import io.logcast.local.process.Ports;
import io.logcast.local.process.ProcessSpec;
import io.logcast.local.process.SupervisedProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A built service as a child process, bound to the loopback interface, open to everybody there unless its environment
 * says otherwise. It ends with this JVM at the latest. Methods throw {@link LocalProcessException} with the end of its log.
 */
public final class ServiceProcess implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private static final Duration PROBE = Duration.ofSeconds(5);
    private static final Duration STOP = Duration.ofSeconds(60);
    private static final Duration GRACE = Duration.ofSeconds(20);

    private final String name;
    private final int port;
    private final int managementPort;
    private final Path log;
    private final List<String> command;
    private final Map<String, String> environment;
    private @Nullable SupervisedProcess process;

    /** @param httpPort 0 for a free one */
    ServiceProcess(String name, int httpPort, Path log, List<String> command, Map<String, String> environment) {
        this.name = name;
        this.port = Ports.orFree(httpPort);
        this.managementPort = Ports.orFree(0);
        this.log = log.toAbsolutePath();
        this.command = command;
        this.environment = new HashMap<>(environment);
        this.environment.putIfAbsent("LOGCAST_SECURITY_AUTHENTICATION", "none");
        this.environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        this.environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        this.environment.put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
        this.environment.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(managementPort));
    }

    /**
     * A service module of this project by its folder's name, such as {@code producer-service}: its build on this JVM, or the
     * executable that the system property {@code e2e.producer} or {@code e2e.consumer} names.
     */
    public static ServiceBuilder of(String module) {
        return new ServiceBuilder(module);
    }

    public URI baseUri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** The base URI of health and metrics, which need no token. */
    public URI managementUri() {
        return URI.create("http://127.0.0.1:" + managementPort);
    }

    public int port() {
        return port;
    }

    public Path log() {
        return log;
    }

    /** Starts it without waiting; after {@link #stop()} or {@link #kill()}, on the same port as before. */
    public synchronized ServiceProcess start() {
        if (isRunning()) {
            throw new LocalProcessException(name + " is running already");
        }
        process = SupervisedProcess.start(new ProcessSpec(
                name, command, Environment.inheritingAll(environment), Folders.projectRoot(), log, GRACE));
        return this;
    }

    /** Waits until {@code /q/health/ready} answers 200. */
    public ServiceProcess awaitReady(Duration patience) {
        started().awaitReady(Deadline.in(patience), this::isReady);
        return this;
    }

    /** SIGTERM, and waits until it has gone. */
    public synchronized void stop() {
        if (process != null) {
            process.stop(STOP);
        }
    }

    /** SIGKILL, and waits until it has gone. */
    public synchronized void kill() {
        if (process != null) {
            process.kill();
        }
    }

    /** SIGSTOP: it does nothing until {@link #resume()}. */
    public void pause() {
        started().pause();
    }

    public void resume() {
        started().resume();
    }

    public synchronized boolean isRunning() {
        return process != null && process.isAlive();
    }

    public boolean isReady() {
        var request = HttpRequest.newBuilder(managementUri().resolve("/q/health/ready"))
                .timeout(PROBE)
                .build();
        try {
            return HTTP.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalProcessException("Interrupted while waiting for " + name, e);
        }
    }

    @Override
    public void close() {
        stop();
    }

    /** Throws if it was started and has ended. */
    public void failIfEnded() {
        if (!isRunning()) {
            throw started().failure("has ended");
        }
    }

    private synchronized SupervisedProcess started() {
        if (process == null) {
            throw new LocalProcessException(name + " was not started");
        }
        return process;
    }
}
