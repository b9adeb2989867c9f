package io.logcast.e2e;

import io.logcast.local.packages.DebianPackages;
import io.logcast.local.process.Folders;
import io.logcast.local.rabbitmq.BrokerEndpoint;
import io.logcast.local.rabbitmq.ManagementApi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A small program on Debian's python3-pika, as a foreign AMQP client. */
final class PikaProgram implements AutoCloseable {

    private final Process process;
    private final Path output;

    private PikaProgram(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** One of src/test/python. */
    static PikaProgram start(String program, BrokerEndpoint broker, String... arguments) {
        return start(Path.of("src/test/python", program), broker, arguments);
    }

    static PikaProgram start(Path program, BrokerEndpoint broker, String... arguments) {
        var line = new ArrayList<>(List.of("python3", program.toString()));
        line.addAll(List.of(arguments));
        try {
            var output = Files.createTempFile(
                    Files.createDirectories(Path.of("target/pika")),
                    program.getFileName().toString(),
                    ".out");
            var builder = new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().put("AMQP_URL", url(broker));
            builder.environment().put("PYTHONPATH", pika().toString());
            return new PikaProgram(builder.start(), output);
        } catch (IOException e) {
            throw new IllegalStateException(program + " could not be started", e);
        }
    }

    /** Its output so far. */
    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new IllegalStateException(output + " could not be read", e);
        }
    }

    int exitStatus() {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while a program ran", e);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }

    static String url(BrokerEndpoint broker) {
        return "amqp://%s:%s@%s:%d/%s"
                .formatted(
                        broker.username(),
                        broker.password(),
                        broker.host(),
                        broker.port(),
                        ManagementApi.encoded(broker.virtualHost()));
    }

    private static Path pika() {
        var root = Folders.localState().resolve("pika/root");
        return Folders.filledOnce(
                        root, folder -> new DebianPackages(System.out::println).unpack("pika", "python3-pika", folder))
                .resolve("usr/lib/python3/dist-packages");
    }
}
