package io.logcast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How {@code logcast send} reacts to answers. */
class SendTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String ALL = "{\"lines\":3,\"accepted\":3,\"not_accepted\":0,\"settled_to\":3,\"errors\":[]}";

    @TempDir
    Path folder;

    private Path file;
    private TestService producer;

    @BeforeEach
    void start() throws IOException {
        producer = new TestService();
        file = folder.resolve("payments-api.log");
        Files.writeString(file, "one\ntwo\nthree\n");
    }

    @AfterEach
    void stop() {
        producer.close();
    }

    private TestTerminal terminal() {
        return new TestTerminal(
                Map.of(
                        "LOGCAST_PRODUCER_URL", producer.url(),
                        "LOGCAST_STATE", folder.resolve("state").toString(),
                        "HOME", folder.toString()),
                "");
    }

    @Test
    void allLinesAreSentOnceWithTheNameOfTheFileAsTheSource() {
        producer.answers(202, ALL);
        var terminal = terminal();

        assertThat(terminal.run("send", file.toString(), "--severity", "WARN", "--attr", "env=a b"))
                .isZero();
        assertThat(terminal().run("send", file.toString())).isZero();

        assertThat(producer.calls()).hasSize(1);
        var call = producer.calls().get(0);
        assertThat(call.uri()).isEqualTo("/api/v1/logs?source=payments-api&severity=WARN&attr.env=a%20b");
        assertThat(call.headers().get("Content-type")).containsExactly("application/x-ndjson");
        assertThat(call.body().lines()).hasSize(3).allMatch(line -> line.startsWith("{\"id\":"));
        assertThat(terminal.err()).contains("3 sent, 0 refused");
    }

    @Test
    void onlyTheLinesThatNeedItAreSentAgain() {
        producer.answers(207, """
                {"lines":2,"accepted":0,"not_accepted":2,"settled_to":2,"errors":[
                 {"line":1,"outcome":"retry","status":503,"reason":"not confirmed"},
                 {"line":2,"outcome":"invalid","status":422,"field":"severity","reason":"must be one"}]}""")
                .answers(202, "{\"lines\":2,\"accepted\":2,\"not_accepted\":0,\"settled_to\":2,\"errors\":[]}");
        var terminal = terminal();

        assertThat(terminal.run("send", file.toString())).isEqualTo(3);

        assertThat(producer.calls()).hasSize(2);
        assertThat(producer.calls().get(1).body())
                .contains("\"one\"", "\"three\"")
                .doesNotContain("\"two\"");
        assertThat(terminal.err())
                .contains("the line at byte 4 is refused: severity: must be one", "2 sent, 1 refused");
    }

    @Test
    void aServiceThatIsAwayIsWaitedFor() {
        producer.answers(503, Map.of("Retry-After", "0"), "{\"detail\":\"no broker\"}")
                .answers(202, ALL);
        var terminal = terminal();

        assertThat(terminal.run("send", file.toString())).isZero();

        assertThat(producer.calls()).hasSize(2);
        assertThat(producer.calls().get(1).body())
                .isEqualTo(producer.calls().get(0).body());
        assertThat(terminal.err()).contains("503: no broker; trying again", "continuing");
    }

    @Test
    void waitingEndsWhenTheUserSaysSoAndTheLinesStayUnsent() {
        producer.answers(503, "").answers(503, "").answers(202, ALL);

        assertThat(terminal().run("send", file.toString(), "--give-up-after", "0s"))
                .isEqualTo(5);
        assertThat(terminal().run("send", file.toString(), "--give-up-after", "1m"))
                .isZero();
    }

    @Test
    void aRefusedLineCanEndTheCommandBeforeThePositionMoves() {
        var refused = """
                {"lines":3,"accepted":2,"not_accepted":1,"settled_to":3,"errors":[
                 {"line":2,"outcome":"invalid","status":422,"reason":"no"}]}""";
        producer.answers(207, refused).answers(202, ALL);

        assertThat(terminal().run("send", file.toString(), "--stop-on-refused")).isEqualTo(3);
        assertThat(terminal().run("send", file.toString())).isZero();
        assertThat(producer.calls()).hasSize(2);
    }

    @Test
    void whoMayNotSendIsToldWithoutTheKey() {
        producer.answers(403, "{\"detail\":\"the role publisher is missing\"}");
        var terminal = new TestTerminal(
                Map.of("LOGCAST_URL", producer.url(), "LOGCAST_KEY", "logcast_secret", "HOME", folder.toString()), "");

        assertThat(terminal.run("send", file.toString())).isEqualTo(6);

        assertThat(producer.calls().get(0).headers().get("Authorization")).containsExactly("Bearer logcast_secret");
        assertThat(terminal.err()).contains("the role publisher is missing").doesNotContain("secret");
    }

    @Test
    void aBodyThatIsTooLargeForAProxyIsSentInParts() {
        var one = "{\"lines\":1,\"accepted\":1,\"not_accepted\":0,\"settled_to\":1,\"errors\":[]}";
        producer.answers(413, "").answers(202, one).answers(202, one).answers(202, one);

        assertThat(terminal().run("send", file.toString())).isZero();
        assertThat(producer.calls()).hasSize(4);
    }

    @Test
    void anotherServerIsNotTakenForOurs() {
        producer.answers(200, "<html>");
        var terminal = terminal();

        assertThat(terminal.run("send", file.toString())).isEqualTo(3);
        assertThat(terminal.err()).contains("is not a Logcast producer");
    }

    @Test
    void theOtherFilesAreSentThoughOneFails() {
        producer.answers(202, ALL);
        var terminal = terminal();

        assertThat(terminal.run("send", folder.resolve("missing").toString(), file.toString()))
                .isEqualTo(1);

        assertThat(producer.calls()).hasSize(1);
        assertThat(terminal.err()).contains("missing does not exist", "3 sent, 0 refused");
    }

    @Test
    void theStatusIsThatOfTheFirstFileThatFailed() throws IOException {
        var other = Files.writeString(folder.resolve("other.log"), "one\n");
        producer.answers(403, "");
        var missing = folder.resolve("missing").toString();

        assertThat(terminal().run("send", missing, file.toString())).isEqualTo(1);
        producer.answers(403, "");
        assertThat(terminal().run("send", file.toString(), missing)).isEqualTo(6);
        // A refused line does not end the command, so the status of a failure comes first.
        producer.answers(422, """
                {"lines":1,"accepted":0,"not_accepted":1,"settled_to":1,"errors":[
                 {"line":1,"outcome":"invalid","status":422,"reason":"no"}]}""");
        assertThat(terminal().run("send", other.toString(), missing)).isEqualTo(1);
    }

    @Test
    void theOtherFilesAreFollowedThoughOneFails() throws Exception {
        producer.answers(202, ALL).answers(202, ALL);
        var terminal = terminal();
        // A folder cannot be followed.
        var follower = new Thread(() -> terminal.run("send", "-f", folder.toString(), file.toString()));
        follower.start();
        await().atMost(PATIENCE)
                .until(() -> producer.calls().size() == 1 && terminal.err().contains("is not a regular file"));

        Files.writeString(file, "four\nfive\nsix\n", StandardOpenOption.APPEND);

        await().atMost(PATIENCE).until(() -> producer.calls().size() == 2);
        follower.interrupt();
        follower.join(PATIENCE.toMillis());
        assertThat(follower.isAlive()).isFalse();
    }

    @Test
    void optionsThatMakeNoSenseAreRefused() {
        assertThat(terminal().run("send", "-f")).isEqualTo(2);
        assertThat(terminal().run("send", "--give-up-after", "soon", file.toString()))
                .isEqualTo(2);
        assertThat(terminal().run("send", folder.resolve("missing").toString())).isEqualTo(1);
        assertThat(terminal().run("send", "--url", "ftp://x", file.toString())).isEqualTo(2);
        assertThat(terminal().run("send", "--spool-size", "4MB", file.toString()))
                .isEqualTo(2);
        assertThat(terminal().run("send", "--spool-size", "3MB")).isEqualTo(2);
        assertThat(producer.calls()).isEmpty();
    }

    @Test
    void defaultsThatTheServiceWouldRefuseAreRefusedBeforeAnythingIsSent() {
        var refused = Map.of(
                "--severity=loud",
                "--severity: must be the name of a severity",
                "--source=!",
                "--source: must contain at least one of A-Z a-z 0-9 _ -",
                "--attr=a=",
                "--attr: must be NAME=VALUE",
                "--attr=a=" + "x".repeat(70_000),
                "--attr: ");
        refused.forEach((option, reason) -> {
            var terminal = terminal();

            assertThat(terminal.run("send", file.toString(), option)).isEqualTo(2);

            assertThat(terminal.err()).contains(reason);
        });
        assertThat(producer.calls()).isEmpty();
    }
}
