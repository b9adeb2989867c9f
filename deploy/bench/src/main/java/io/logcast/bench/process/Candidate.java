package io.logcast.bench.process;

import io.logcast.bench.Measurement;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A candidate's process, seen from outside. Between runs it stays up, warm. It ends with this JVM, or when its run
 * fails.
 */
public final class Candidate implements AutoCloseable {

    private static final int END_SECONDS = 10;

    private final String name;
    private final Path log;
    private final Process process;
    private final BufferedReader answers;

    private Candidate(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
        this.answers = process.inputReader(StandardCharsets.US_ASCII);
    }

    /**
     * How processes are started.
     *
     * @param jvm options of every JVM
     * @param logs the folder for their output
     * @param checkout whose modules they run
     */
    public record Host(List<String> jvm, Path logs, Checkout checkout) {

        public Host {
            jvm = List.copyOf(jvm);
        }

        public Host(List<String> jvm, Path logs) {
            this(jvm, logs, Checkout.THIS);
        }

        /** The same, with the modules of another checkout. */
        public Host of(Checkout other) {
            return new Host(jvm, logs, other);
        }

        /** Starts a process with this one's class path, but with the checkout's modules. */
        public Candidate start(String name, Class<? extends Workload> workload, Map<String, String> environment) {
            var command = new ArrayList<String>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(jvm);
            command.addAll(List.of("-classpath", checkout.classPath()));
            command.addAll(List.of(CandidateMain.class.getName(), workload.getName()));
            var log = logs.resolve(name + ".log");
            var builder = new ProcessBuilder(command).redirectError(Redirect.to(log.toFile()));
            builder.environment().putAll(environment);
            try {
                Files.createDirectories(logs);
                return new Candidate(name, log, builder.start());
            } catch (IOException e) {
                throw new UncheckedIOException(name + " could not be started", e);
            }
        }
    }

    public Measurement run(int messages) {
        try {
            var tasks = process.outputWriter(StandardCharsets.US_ASCII);
            tasks.write(messages + "\n");
            tasks.flush();
            return measurement(answer());
        } catch (IOException e) {
            throw new UncheckedIOException(name + " has gone, see " + log, e);
        }
    }

    @Override
    public void close() {
        try {
            process.outputWriter(StandardCharsets.US_ASCII).close();
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** The next line that is an answer, since the JVM itself may print others. */
    private String answer() throws IOException {
        for (var line = answers.readLine(); line != null; line = answers.readLine()) {
            if (line.startsWith(CandidateMain.MEASURED) || line.startsWith(CandidateMain.FAILED)) {
                return line;
            }
        }
        throw new EOFException("No answer");
    }

    private Measurement measurement(String answer) {
        if (answer.startsWith(CandidateMain.FAILED)) {
            throw new IllegalStateException(name + " " + answer + ", see " + log);
        }
        var parts = answer.split(" ");
        return new Measurement(
                Long.parseLong(parts[1]),
                Duration.ofNanos(Long.parseLong(parts[2])),
                Duration.ofNanos(Long.parseLong(parts[3])));
    }
}
