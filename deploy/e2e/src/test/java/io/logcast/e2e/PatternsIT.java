package io.logcast.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logcast.local.ServiceProcess;
import io.logcast.local.process.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The commands of docs/patterns.md, run as they are, and pika programs on either side of each pattern. */
class PatternsIT extends InstalledServices {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Pattern SHELL_BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);
    private static final Pattern ACK_ID = Pattern.compile("\"ack_id\":\"([^\"]+)\"");
    private static final Pattern ID = Pattern.compile("\\{\"id\":\"([0-9a-f-]{36})\"}");
    private static final String DEFAULT_EXCHANGE = "";

    @Test
    void helloWorld() {
        assertThat(run(block("1. Hello World", 0))).contains("\"message\":\"Hello World!\"");

        published(DEFAULT_EXCHANGE, "hello", "{}", "from pika");
        assertThat(pulled("hello")).contains("\"message\":\"from pika\"");

        try (var receiver = pika("work.py", "hello")) {
            run(line(block("1. Hello World", 0), 1));
            awaitOutput(receiver, "\"message\":\"Hello World!\"");
        }
    }

    @Test
    void workQueues() {
        var pulled = run(block("2. Work queues", 0));
        assertThat(pulled).contains("\"message\":\"resize a picture\"");
        var ackId = found(ACK_ID, pulled);
        assertThat(run(block("2. Work queues", 1).replace("ACK_ID", ackId))).contains("\"settled\":1");

        published(DEFAULT_EXCHANGE, "tasks", "{}", "a task from pika");
        assertThat(pulled("tasks")).contains("\"message\":\"a task from pika\"");

        try (var one = pika("work.py", "tasks");
                var other = pika("work.py", "tasks")) {
            for (int i = 0; i < 10; i++) {
                run(line(block("2. Work queues", 0), 1));
            }
            await().atMost(PATIENCE).until(() -> tasks(one) + tasks(other) == 10);
            assertThat(tasks(one)).isPositive();
            assertThat(tasks(other)).isPositive();
        }
    }

    private static long tasks(PikaProgram worker) {
        return worker.output().lines().filter(line -> line.contains("resize")).count();
    }

    @Test
    void publishSubscribe() {
        try (var subscriber = pika("bind.py", "logs", "fanout", "", "{}")) {
            assertThat(run(block("3. Publish/Subscribe", 0))).contains("\"message\":\"to everybody\"");
            awaitOutput(subscriber, "\"message\":\"to everybody\"");
        }

        published("logs", "", "{}", "pika to everybody");
        await().atMost(PATIENCE).until(() -> pulled("everything").contains("\"message\":\"pika to everybody\""));
    }

    @Test
    void routing() {
        try (var subscriber = pika("bind.py", "logs.topic", "topic", "#.error", "{}")) {
            assertThat(run(block("4. Routing", 0)))
                    .contains("\"message\":\"disk full\"")
                    .doesNotContain("\"message\":\"all is well\"");
            awaitOutput(subscriber, "\"message\":\"disk full\"");
            assertThat(subscriber.output()).doesNotContain("all is well");
        }

        published("logs", "kern.info", "{}", "pika's information");
        published("logs", "kern.error", "{}", "pika's error");
        assertThat(pulled("errors")).contains("\"message\":\"pika's error\"").doesNotContain("information");
    }

    @Test
    void topics() {
        try (var subscriber = pika("bind.py", "logs.topic", "topic", "payments.#", "{}")) {
            assertThat(run(block("5. Topics", 0))).contains("\"message\":\"card declined\"");
            awaitOutput(subscriber, "\"message\":\"card declined\"");
        }

        published("logs", "orders.api.info", "{}", "pika's order");
        published("logs", "payments.info", "{}", "pika's payment");
        assertThat(pulled("payments"))
                .contains("\"message\":\"pika's payment\"")
                .doesNotContain("order");
    }

    @Test
    void remoteProcedureCall() {
        var id = found(ID, run(block("6. Remote procedure call", 0)));
        await().atMost(PATIENCE)
                .until(() -> run(block("6. Remote procedure call", 1).replace("ID", id))
                        .contains("\"state\":\"archived\""));

        try (var client = PikaProgram.start("call.py", installation.broker().endpoint(), "logs.receipts", id)) {
            assertThat(client.exitStatus()).as(client.output()).isZero();
            assertThat(client.output()).contains("\"id\":\"" + id + "\"").contains("\"state\":\"archived\"");
        }

        // It competes with the consumer for the requests.
        try (var server = pika("serve.py", "{\"state\":\"answered by pika\"}")) {
            assertThat(server.output()).contains("ready");
            await().atMost(PATIENCE)
                    .until(() -> run(block("6. Remote procedure call", 1).replace("ID", id))
                            .contains("answered by pika"));
        }
    }

    @Test
    void publisherConfirms() {
        assertThat(run(block("7. Publisher confirms", 0))).contains("HTTP/1.1 202 Accepted");
        assertThat(run(block("7. Publisher confirms", 1))).contains("HTTP/1.1 404 Not Found");
        // It fails if a publish is not confirmed.
        published("logs", "pika.info", "{}", "confirmed");
    }

    @Test
    void headersExchange() {
        try (var subscriber =
                pika("bind.py", "logs.headers", "headers", "", "{\"x-match\":\"all\",\"tenant\":\"acme\"}")) {
            assertThat(run(block("Headers exchange", 0))).contains("\"message\":\"for acme\"");
            awaitOutput(subscriber, "\"message\":\"for acme\"");
        }

        published("logs", "", "{\"tenant\":\"globex\"}", "pika for globex");
        published("logs", "", "{\"tenant\":\"globex\",\"env\":\"test\"}", "pika for a test");
        assertThat(pulled("acme")).contains("\"message\":\"pika for a test\"").doesNotContain("pika for globex");
    }

    /** The commands of one block, run one after the other. */
    private static String block(String heading, int number) {
        try {
            var text = Files.readString(Folders.projectRoot().resolve("docs/patterns.md"));
            var section =
                    text.split("## " + Pattern.quote(heading) + "\n", 2)[1].split("\n## ", 2)[0];
            return SHELL_BLOCK.matcher(section).results().toList().get(number).group(1);
        } catch (IOException e) {
            throw new IllegalStateException("docs/patterns.md could not be read", e);
        }
    }

    private static String line(String block, int number) {
        return block.lines().toList().get(number);
    }

    private static String run(String commands) {
        var output = new StringBuilder();
        for (var command : commands.lines().toList()) {
            var ofServices = command.replace("localhost:8080", authority(producer))
                    .replace("localhost:8081", authority(consumer));
            try (var process = ShellProcess.start(Path.of("."), Map.of(), ofServices)) {
                assertThat(process.exitStatus()).as(process.output()).isZero();
                output.append(process.output()).append('\n');
            }
        }
        return output.toString();
    }

    private static String authority(ServiceProcess service) {
        return service.baseUri().getAuthority();
    }

    private static String found(Pattern pattern, String text) {
        var match = pattern.matcher(text);
        assertThat(match.find()).as(text).isTrue();
        return match.group(1);
    }

    private static String pulled(String subscription) {
        return LogClient.call(
                        "POST",
                        consumer.baseUri()
                                .resolve("/api/v1/subscriptions/" + subscription + "/pull?max=100&wait=20&ack=auto"),
                        "application/json",
                        "")
                .body();
    }

    private static void published(String exchange, String routingKey, String headers, String text) {
        try (var publisher = PikaProgram.start(
                "publish.py", installation.broker().endpoint(), exchange, routingKey, headers, text)) {
            assertThat(publisher.exitStatus()).as(publisher.output()).isZero();
        }
    }

    /** A program that has said that it is ready. */
    private static PikaProgram pika(String program, String... arguments) {
        var started = PikaProgram.start(program, installation.broker().endpoint(), arguments);
        await().atMost(PATIENCE).until(() -> started.output().contains("ready"));
        return started;
    }

    private static void awaitOutput(PikaProgram program, String text) {
        await().atMost(PATIENCE).until(() -> program.output().contains(text));
    }
}
