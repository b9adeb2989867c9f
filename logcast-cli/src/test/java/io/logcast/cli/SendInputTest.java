package io.logcast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logcast.testing.network.FakeProducer;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What {@code logcast send} does with the standard input. */
class SendInputTest extends SendingInput {

    @Test
    void isReadToItsEnd() {
        var terminal = terminal("one\n{\"message\":\"two\",\r\"n\":1}\nthree");

        assertThat(terminal.run("send", "--source", "a b", "--attr", "env=x y"))
                .as(terminal.err())
                .isZero();

        assertThat(messages()).containsExactly("one", "two", "three");
        assertThat(producer.requests())
                .allSatisfy(
                        request -> assertThat(request.target()).isEqualTo("/api/v1/logs?source=a%20b&attr.env=x%20y"));
        assertThat(terminal.err()).isEqualTo("logcast: 3 sent, 0 refused\n");
    }

    @Test
    void itsWriterDoesNotWaitForTheService() throws Exception {
        var away = new CountDownLatch(1);
        producer.then((exchange, lines) -> away.await());
        var pipe = new PipedOutputStream();
        var terminal = new TestTerminal(environment, new PipedInputStream(pipe));
        var status = CompletableFuture.supplyAsync(() -> terminal.run("send"), THREADS);

        write(pipe, lines(0, 20_000)).get(1, TimeUnit.MINUTES);

        away.countDown();
        assertThat(status.get(1, TimeUnit.MINUTES)).as(terminal.err()).isZero();
        // The first request was not answered.
        var ofTheFirst = producer.requests().get(0).lines().size();
        assertThat(messages().stream().skip(ofTheFirst)).containsExactlyElementsOf(lines(0, 20_000));
    }

    @Test
    void itsWriterWaitsAtTheBoundAndNothingIsLost() throws Exception {
        var away = new CountDownLatch(1);
        producer.then((exchange, lines) -> {
            away.await();
            FakeProducer.accept(exchange, lines);
        });
        var written = lines(0, 6_000).stream()
                .map(line -> line + " " + "x".repeat(1_000))
                .toList();
        var pipe = new PipedOutputStream();
        var terminal = new TestTerminal(environment, new PipedInputStream(pipe));
        var status = CompletableFuture.supplyAsync(() -> terminal.run("send", "--spool-size=4MB"), THREADS);

        var writing = write(pipe, written);
        await().atMost(PATIENCE).until(() -> terminal.err().contains("the spool is full"));
        assertThat(writing).isNotDone();
        away.countDown();

        writing.get(1, TimeUnit.MINUTES);
        assertThat(status.get(1, TimeUnit.MINUTES)).as(terminal.err()).isZero();
        assertThat(messages()).containsExactlyElementsOf(written);
    }

    @Test
    void whatCouldNotBeSentBeforeItsEndIsSentByTheNextCommandWithItsDefaults() throws IOException {
        // The first try may come before the end of the input; the next one comes at its end.
        for (int i = 0; i < 2; i++) {
            producer.then((exchange, lines) -> FakeProducer.send(exchange, 503, ""));
        }
        var first = terminal("one\ntwo\n");
        assertThat(first.run("send", "--source=first", "--give-up-after=0s")).isEqualTo(5);
        assertThat(first.err()).contains("given up", "bytes are not sent and stay in " + folder);
        assertThat(isOnDisk("\"one\"")).isTrue();

        var second = terminal("three\n");
        assertThat(second.run("send", "--source=second")).as(second.err()).isZero();

        var sent = producer.requests().stream()
                .flatMap(request -> request.lines().stream().map(line -> request.target() + " " + message(line)))
                .distinct()
                .toList();
        assertThat(sent)
                .containsExactly(
                        "/api/v1/logs?source=first one",
                        "/api/v1/logs?source=first two",
                        "/api/v1/logs?source=second three");
        assertThat(producer.lines().stream().distinct()).hasSize(3);
        assertThat(second.err())
                .contains("bytes that earlier commands left in the spool are sent too", "3 sent, 0 refused");
        assertThat(isOnDisk("\"one\"")).isFalse();
    }

    @Test
    void whatAKilledCommandHasReadIsSentByTheNextOne() throws Exception {
        var killed = new CountDownLatch(1);
        producer.then((exchange, lines) -> killed.await());
        var written = lines(0, 3_000);
        var process = process("send", "--source=killed");
        try (var in = process.getOutputStream()) {
            in.write((String.join("\n", written) + "\n").getBytes(StandardCharsets.UTF_8));
            in.flush();
            await().atMost(PATIENCE).until(() -> producer.requests().size() == 1 && isOnDisk("\"line 2999\""));
        } finally {
            process.destroyForcibly();
        }
        process.waitFor();
        killed.countDown();

        var next = terminal("");
        assertThat(next.run("send")).as(next.err()).isZero();

        var unanswered = producer.requests().get(0).lines();
        var sent = producer.lines().stream().skip(unanswered.size()).toList();
        assertThat(sent.stream().map(SendingInput::message)).containsExactlyElementsOf(written);
        assertThat(sent).doesNotHaveDuplicates().startsWith(unanswered.toArray(new String[0]));
    }

    private Process process(String... arguments) throws IOException {
        var line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        line.addAll(List.of(arguments));
        var builder = new ProcessBuilder(line)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment);
        return builder.start();
    }
}
