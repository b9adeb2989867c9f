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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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

    private ServiceProcess(Builder builder) {
        this.name = builder.name;
        this.port = Ports.orFree(builder.port);
        this.managementPort = Ports.orFree(0);
        this.log = builder.log.toAbsolutePath();
        this.command = builder.command();
        this.environment = new HashMap<>(builder.environment);
        environment.putIfAbsent("LOGCAST_SECURITY_AUTHENTICATION", "none");
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        environment.put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
        environment.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(managementPort));
    }

    /**
     * A service module of this project by its folder's name, such as {@code producer-service}: its build on this JVM, or the
     * executable that the system property {@code e2e.producer} or {@code e2e.consumer} names.
     */
    public static Builder of(String module) {
        return new Builder(module);
    }

    public URI baseUri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Where health and metrics are, whoever asks. */
    public URI managementUri() {
        return URI.create("http://127.0.0.1:" + managementPort);
    }

    public int port() {
        return port;
    }

    public Path log() {
        return log;
    }

    /** Starts it, again after {@link #stop()} or {@link #kill()} on the same port; does not wait. */
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

    /** Throws when it was started and has ended. */
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

    /** What to start, and how. */
    public static final class Builder {
        private final String module;
        private final Map<String, String> environment = new HashMap<>();
        private final List<String> jvmArguments = new ArrayList<>();
        private String name;
        private Path log;
        private Path jar;
        private @Nullable Path executable;
        private int port;

        private Builder(String module) {
            this.module = module;
            // Its log is for people here.
            environment.put("QUARKUS_LOG_CONSOLE_JSON_ENABLED", "false");
            this.name = module;
            this.log = Path.of("target", "local", module + ".log");
            this.jar = Folders.projectRoot().resolve(module).resolve("target/quarkus-app/quarkus-run.jar");
            // Such as -De2e.producer=PATH
            var given = System.getProperty("e2e." + module.replace("-service", ""), "");
            this.executable = given.isEmpty() ? null : Folders.projectRoot().resolve(given);
        }

        /** Named apart from others of the same module; the log file is named after it. */
        public Builder named(String newName) {
            this.name = newName;
            this.log = log.resolveSibling(newName + ".log");
            return this;
        }

        public Builder env(String variable, String value) {
            environment.put(variable, value);
            return this;
        }

        public Builder env(Map<String, String> variables) {
            environment.putAll(variables);
            return this;
        }

        public Builder systemProperty(String property, String value) {
            jvmArguments.add("-D" + property + "=" + value);
            return this;
        }

        public Builder jvmArgument(String argument) {
            jvmArguments.add(argument);
            return this;
        }

        /** The file that its output is appended to. */
        public Builder log(Path file) {
            this.log = file;
            return this;
        }

        /** Another runnable jar than the module's build. */
        public Builder jar(Path file) {
            this.jar = file;
            this.executable = null;
            return this;
        }

        /** A native executable, or a script that takes its arguments, instead of the jar on this JVM. */
        public Builder executable(Path file) {
            this.executable = file;
            return this;
        }

        /** The HTTP port; without it, a free one. */
        public Builder port(int number) {
            this.port = number;
            return this;
        }

        /** Starts it without waiting. */
        public ServiceProcess start() {
            if (executable != null) {
                if (!Files.isExecutable(executable)) {
                    throw new LocalProcessException(module + ": " + executable + " is not an executable file");
                }
            } else if (!Files.exists(jar)) {
                throw new LocalProcessException(module + " is not built: " + jar + " does not exist");
            }
            return new ServiceProcess(this).start();
        }

        /** Starts it and waits until it is ready; when it does not become so, it is ended. */
        public ServiceProcess startAndAwaitReady(Duration patience) {
            var service = start();
            try {
                return service.awaitReady(patience);
            } catch (LocalProcessException e) {
                service.kill();
                throw e;
            }
        }

        private List<String> command() {
            var line = new ArrayList<String>();
            if (executable != null) {
                line.add(executable.toAbsolutePath().toString());
                // What else a JVM can be told, a native executable does not know.
                jvmArguments.stream()
                        .filter(argument -> argument.startsWith("-D") || argument.startsWith("-Xmx"))
                        .forEach(line::add);
                return line;
            }
            line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            // As in the images: what is left of a process without memory would only look alive.
            line.add("-XX:+ExitOnOutOfMemoryError");
            line.addAll(jvmArguments);
            line.addAll(List.of("-jar", jar.toAbsolutePath().toString()));
            return line;
        }
    }
}
