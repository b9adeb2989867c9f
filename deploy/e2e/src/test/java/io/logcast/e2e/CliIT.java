package io.logcast.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as users start it. With more lines: {@code -Dcli.lines=1000000}. */
class CliIT extends InstalledServices {

    private static final int LINES = Integer.getInteger("cli.lines", 20_000);
    private static final int PORTIONS = 10;
    private static final int PIPED = 2_000;
    private static final String PADDING = "x".repeat(150);
    private static final Duration PATIENCE = Duration.ofMinutes(1).plusMillis(LINES / 2);

    private final Map<String, String> environment = new HashMap<>();

    @TempDir
    Path folder;

    private int written;

    @BeforeEach
    void settings() {
        environment.put("LOGCAST_PRODUCER_URL", producer.baseUri().toString());
        environment.put("LOGCAST_CONSUMER_URL", consumer.baseUri().toString());
        environment.put("LOGCAST_STATE", folder.resolve("state").toString());
    }

    @Test
    void everyLineOfAFollowedFileIsArchivedOnceWhateverIsKilled() throws Exception {
        var log = folder.resolve("followed.log");
        write(log, 4);

        // Killed in the middle of sending
        var first = follow(log);
        await().atMost(PATIENCE).until(() -> archived() > 0);
        first.kill();
        rotate(log, 1);
        write(log, 1);
        rotate(log, 2);
        write(log, 1);

        // The producer is killed, and the command, while it waits for it
        var second = follow(log);
        await().atMost(PATIENCE).until(() -> archived() >= written * 5L / 10);
        producer.kill();
        write(log, 1);
        rotate(log, 3);
        write(log, 1);
        await().atMost(PATIENCE).until(() -> second.err().contains("trying again"));
        second.kill();
        // So is one that has read all of its input by then
        var piped = CliProcess.startWithInput(environment, linesOfPipe(), "send", "--source=pipe");
        await().atMost(PATIENCE).until(() -> spools().contains("piped " + (PIPED - 1) + '"'));
        piped.kill();
        producer.start().awaitReady(PATIENCE);
        assertThat(run("send").err()).contains("logcast: " + PIPED + " sent, 0 refused");

        // The connection to the broker is cut while the producer publishes
        var third = follow(log);
        write(log, 1);
        installation.cutConnections("publish");
        rotate(log, 4);
        write(log, 1);
        await().atMost(PATIENCE).until(() -> archived() >= written);
        await().atMost(PATIENCE).until(() -> sendToTheEnd(third, log).contains("logcast: 0 sent"));

        assertThat(written).isEqualTo(LINES / PORTIONS * PORTIONS);
        var messages = installation.archive().messages().stream()
                .filter(message -> message.startsWith("followed "))
                .toList();
        assertThat(messages).hasSize(written).doesNotHaveDuplicates();
        await().atMost(PATIENCE).until(() -> installation.archive().countOf("pipe") >= PIPED);
        assertThat(installation.archive().countOf("pipe")).isEqualTo(PIPED);
    }

    @Test
    void eventsAreSentFoundFollowedAndAcknowledged() {
        assertThat(run("subscribe", "cli", "--create", "--pattern", "shop.#", "--until-empty")
                        .out())
                .isEmpty();
        var sent = CliProcess.startWithInput(
                environment,
                "{\"level\":\"error\",\"msg\":\"card declined\",\"id\":17}\ncard \u001b[31m accepted\n",
                "send",
                "--source",
                "shop.cli");
        assertThat(sent.status()).as(sent.err()).isZero();
        await().atMost(PATIENCE)
                .until(() -> run("search", "source:shop.cli", "card").out().size() == 2);

        var declined = LogClient.json(
                run("search", "source:shop.cli", "declined", "--json").out().get(0));
        assertThat(declined.path("severity").asText()).isEqualTo("ERROR");
        assertThat(declined.at("/attributes/id").asInt()).isEqualTo(17);
        var id = declined.path("id").asText();
        assertThat(run("get", id).out().get(0)).contains("ERROR shop.cli card declined {\"id\":17}");
        assertThat(run("search", "source:shop.cli", "accepted").out().get(0)).contains("card \\u001b[31m accepted");

        assertThat(LogClient.post(producer.baseUri(), Map.of("source", "shop.cli", "message", "later"))
                        .statusCode())
                .isEqualTo(202);
        assertThat(run("tail", "--source", "shop.cli", "later", "--after", id, "-n", "1")
                        .out()
                        .get(0))
                .endsWith("INFO  shop.cli later");

        assertThat(run("subscribe", "cli", "-n", "3").out()).hasSize(3);
        assertThat(run("subscribe", "cli", "--until-empty").out()).isEmpty();

        var unknown = CliProcess.start(environment, "get", UUID.randomUUID().toString());
        assertThat(unknown.status()).isEqualTo(4);
    }

    @Test
    void deadLettersAreListedReplayedAndDiscarded() {
        // Either of them may be archived first
        var eventId = UUID.randomUUID().toString();
        for (var message : new String[] {"one", "another"}) {
            var event = Map.of("id", eventId, "message", message);
            assertThat(LogClient.post(producer.baseUri(), event).statusCode()).isEqualTo(202);
        }
        await().atMost(PATIENCE)
                .until(() -> run("dead-letters", "list", "--kind", "id-conflict")
                                .out()
                                .size()
                        == 1);
        var letter = LogClient.json(run("dead-letters", "list", "--json").out().get(0));
        var id = letter.path("id").asText();

        assertThat(run("dead-letters", "show", id, "--json").out().get(0)).contains(eventId);
        assertThat(run("dead-letters", "replay", id, "--new-id").out()).containsExactly("replayed " + id);
        assertThat(run("dead-letters", "list").out()).isEmpty();
        assertThat(run("dead-letters", "discard", "--all").out()).containsExactly("discarded 0");
    }

    @Test
    void bashTakesTheCompletion() {
        var line = "bash -c 'source <(%s completion) && complete -p logcast'".formatted(CliProcess.script());
        try (var shell = ShellProcess.start(folder, Map.of("JAVA_HOME", System.getProperty("java.home")), line)) {
            assertThat(shell.exitStatus()).as(shell.output()).isZero();
        }
    }

    private CliProcess follow(Path log) {
        return CliProcess.start(environment, "send", "-f", log.toString());
    }

    /** Kills the follower, and returns what another one says that does not follow. */
    private String sendToTheEnd(CliProcess follower, Path log) {
        follower.close();
        follower.status();
        var sent = CliProcess.start(environment, "send", log.toString());
        assertThat(sent.status()).as(sent.err()).isZero();
        return sent.err();
    }

    private CliProcess run(String... arguments) {
        var process = CliProcess.start(environment, arguments);
        assertThat(process.status()).as(process.err()).isZero();
        return process;
    }

    private long archived() {
        return installation.archive().countOf("followed");
    }

    private void write(Path log, int portions) throws IOException {
        for (int portion = 0; portion < portions; portion++) {
            var end = written + LINES / PORTIONS;
            var lines = IntStream.range(written, end)
                    .mapToObj(i -> "followed " + i + ' ' + PADDING + '\n')
                    .collect(Collectors.joining());
            Files.writeString(log, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            written = end;
        }
    }

    private static String linesOfPipe() {
        return IntStream.range(0, PIPED).mapToObj(i -> "piped " + i + '\n').collect(Collectors.joining());
    }

    /** What waits on disk for the service. */
    private String spools() throws IOException {
        var text = new StringBuilder();
        try (var files = Files.walk(folder.resolve("state"))) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                text.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return text.toString();
    }

    private static void rotate(Path log, int number) throws IOException {
        Files.move(log, log.resolveSibling("followed.log." + number));
    }
}
