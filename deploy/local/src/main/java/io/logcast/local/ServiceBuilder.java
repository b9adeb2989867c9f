package io.logcast.local;

import io.logcast.local.process.Folders;
import io.logcast.local.process.LocalProcessException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says which service to start, and how. */
public final class ServiceBuilder {

    private final String module;
    private final Map<String, String> environment = new HashMap<>();
    private final List<String> jvmArguments = new ArrayList<>();
    private String name;
    private Path log;
    private Path jar;
    private @Nullable Path executable;
    private int port;

    ServiceBuilder(String module) {
        this.module = module;
        // Plain lines, since people read the log here.
        environment.put("QUARKUS_LOG_CONSOLE_JSON_ENABLED", "false");
        this.name = module;
        this.log = Path.of("target", "local", module + ".log");
        this.jar = Folders.projectRoot().resolve(module).resolve("target/quarkus-app/quarkus-run.jar");
        // Such as -De2e.producer=PATH
        var given = System.getProperty("e2e." + module.replace("-service", ""), "");
        this.executable = given.isEmpty() ? null : Folders.projectRoot().resolve(given);
    }

    /** A name that distinguishes it from others of the same module; also the log file's name. */
    public ServiceBuilder named(String newName) {
        this.name = newName;
        this.log = log.resolveSibling(newName + ".log");
        return this;
    }

    public ServiceBuilder env(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    public ServiceBuilder env(Map<String, String> variables) {
        environment.putAll(variables);
        return this;
    }

    public ServiceBuilder systemProperty(String property, String value) {
        jvmArguments.add("-D" + property + "=" + value);
        return this;
    }

    public ServiceBuilder jvmArgument(String argument) {
        jvmArguments.add(argument);
        return this;
    }

    /** The file that its output is appended to. */
    public ServiceBuilder log(Path file) {
        this.log = file;
        return this;
    }

    /** A runnable jar other than the module's build. */
    public ServiceBuilder jar(Path file) {
        this.jar = file;
        this.executable = null;
        return this;
    }

    /** A native executable, or a script that takes its arguments, instead of the jar on this JVM. */
    public ServiceBuilder executable(Path file) {
        this.executable = file;
        return this;
    }

    /** The HTTP port; without it, a free one. */
    public ServiceBuilder port(int number) {
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
        return new ServiceProcess(name, port, log, command(), environment).start();
    }

    /** Starts it and waits until it is ready. If it does not become ready, it is stopped. */
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
            // A native executable does not know the JVM's other options.
            jvmArguments.stream()
                    .filter(argument -> argument.startsWith("-D") || argument.startsWith("-Xmx"))
                    .forEach(line::add);
            return line;
        }
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // As in the images: a process that is out of memory would only look alive.
        line.add("-XX:+ExitOnOutOfMemoryError");
        line.addAll(jvmArguments);
        line.addAll(List.of("-jar", jar.toAbsolutePath().toString()));
        return line;
    }
}
