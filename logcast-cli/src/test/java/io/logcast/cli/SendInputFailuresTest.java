package io.logcast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logcast.client.spool.Spool;
import io.logcast.testing.network.FakeProducer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What {@code logcast send} does with the standard input after a failure for good. */
class SendInputFailuresTest extends SendingInput {

    @Test
    void staysOnDiskWhileTheKeyIsWrong() {
        producer.then((exchange, lines) -> FakeProducer.send(exchange, 401, ""));
        assertThat(terminal("one\n").run("send")).isEqualTo(6);

        assertThat(terminal("").run("send")).isZero();

        assertThat(messages()).containsExactly("one", "one");
        assertThat(producer.lines().stream().distinct()).hasSize(1);
    }

    @Test
    void whatAnEndedCommandHasLeftDoesNotStopTheInputOfTheNextOne() throws IOException {
        // Given
        for (int i = 0; i < 2; i++) {
            producer.then((exchange, lines) -> FakeProducer.send(exchange, 400, "{\"detail\":\"refused as a whole\"}"));
        }
        assertThat(terminal("old\n").run("send", "--source=a")).isEqualTo(3);
        // When
        var next = terminal("new\n");
        assertThat(next.run("send", "--source=a")).isEqualTo(3);
        // Then
        assertThat(messages()).containsExactly("old", "old", "new");
        assertThat(next.err()).contains("refused as a whole", "that an earlier command left cannot be sent", "1 sent");
        assertThat(isOnDisk("\"old\"")).isTrue();
        assertThat(isOnDisk("\"new\"")).isFalse();
    }

    @Test
    void whatAnEndedCommandHasLeftAndNobodyCanReadDoesNotStopTheInput() throws IOException {
        // Given
        producer.then((exchange, lines) -> FakeProducer.send(exchange, 401, ""));
        assertThat(terminal("old\n").run("send")).isEqualTo(6);
        var state = folder.resolve("state/standard-input");
        try (var folders = Files.list(state);
                var spool = Spool.open(folders.findFirst().orElseThrow().resolve("1"), Spool.MIN_BYTES)) {
            spool.append("nonsense".getBytes(StandardCharsets.UTF_8));
        }
        // When
        var next = terminal("new\n");
        assertThat(next.run("send")).isEqualTo(1);
        // Then
        assertThat(messages()).containsExactly("old", "old", "new");
        assertThat(next.err()).contains("the spool of an earlier command: unexpected failure", "2 sent");
    }

    @Test
    void theInputIsReadToItsEndThoughTheServiceRefusesIt() throws Exception {
        // Given
        producer.then((exchange, lines) -> FakeProducer.send(exchange, 401, ""));
        var pipe = new PipedOutputStream();
        var terminal = new TestTerminal(environment, new PipedInputStream(pipe));
        var status = CompletableFuture.supplyAsync(() -> terminal.run("send"), THREADS);
        pipe.write("one\n".getBytes(StandardCharsets.UTF_8));
        pipe.flush();
        await().atMost(PATIENCE).until(() -> terminal.err().contains("the rest of the input goes to the spool"));
        // When
        write(pipe, List.of("two", "three")).get(1, TimeUnit.MINUTES);
        // Then
        assertThat(status.get(1, TimeUnit.MINUTES)).as(terminal.err()).isEqualTo(6);
        assertThat(terminal("").run("send")).isZero();
        assertThat(messages()).containsExactly("one", "one", "two", "three");
    }

    @Test
    void aFullSpoolEndsTheReadingOnceNothingIsSentAnyMore() throws Exception {
        // Given
        producer.then((exchange, lines) -> FakeProducer.send(exchange, 401, ""));
        var lines = lines(0, 6_000).stream()
                .map(line -> line + " " + "x".repeat(1_000))
                .collect(Collectors.joining("\n"));
        var terminal = terminal(lines);
        // When
        assertThat(terminal.run("send", "--spool-size=4MB")).isEqualTo(6);
        // Then
        assertThat(terminal.err()).contains("the spool is full", "bytes are not sent and stay in");
    }

    @Test
    void whatWasReadBeforeAFailureOfTheInputIsSent() {
        // Given
        var bytes = "one\ntwo\nthr".getBytes(StandardCharsets.UTF_8);
        var in = new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] into, int from, int most) {
                var count = super.read(into, from, most);
                if (count < 0) {
                    throw new LinkageError("broken");
                }
                return count;
            }

            @Override
            public synchronized int available() {
                return 1;
            }
        };
        var terminal = new TestTerminal(environment, in);
        // When
        assertThat(terminal.run("send")).isEqualTo(1);
        // Then
        assertThat(messages()).containsExactly("one", "two");
        assertThat(terminal.err()).contains("broken");
    }

    @Test
    void aRefusedLineIsToldByItsPlace() {
        producer.then((exchange, lines) -> FakeProducer.answer(
                exchange, 207, lines.size(), lines.size(), List.of(FakeProducer.error(1, "invalid", 422))));
        var terminal = terminal("one\n");

        assertThat(terminal.run("send")).isEqualTo(3);

        assertThat(terminal.err()).contains("standard input: the line at byte 0 is refused: message: is wrong");
        assertThat(terminal("").run("send")).isZero();
        assertThat(producer.requests()).hasSize(1);
    }
}
