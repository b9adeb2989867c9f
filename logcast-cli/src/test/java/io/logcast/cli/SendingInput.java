package io.logcast.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.logcast.testing.network.FakeProducer;
import java.io.IOException;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A command {@code logcast send} that reads its standard input, and a producer. */
abstract class SendingInput {

    /** The common pool may have a single thread, and these wait for each other. */
    static final Executor THREADS = task -> new Thread(task).start();

    static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    FakeProducer producer;
    Map<String, String> environment;

    @BeforeEach
    void start() throws IOException {
        producer = new FakeProducer();
        environment = Map.of(
                "LOGCAST_PRODUCER_URL",
                producer.uri().toString(),
                "LOGCAST_STATE",
                folder.resolve("state").toString(),
                "HOME",
                folder.toString());
    }

    @AfterEach
    void stop() {
        producer.close();
    }

    TestTerminal terminal(String in) {
        return new TestTerminal(environment, in);
    }

    boolean isOnDisk(String text) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(text)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Writes them on another thread, which closes the pipe: its reader fails if the thread ends without that. */
    static CompletableFuture<Void> write(PipedOutputStream pipe, List<String> lines) {
        return CompletableFuture.runAsync(
                () -> {
                    try (pipe) {
                        pipe.write(lines.stream()
                                .collect(Collectors.joining("\n", "", "\n"))
                                .getBytes(StandardCharsets.UTF_8));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                THREADS);
    }

    List<String> messages() {
        return producer.lines().stream().map(SendingInput::message).toList();
    }

    static String message(String line) {
        return event(line).path("message").asText();
    }

    private static JsonNode event(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> lines(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "line " + i).toList();
    }
}
