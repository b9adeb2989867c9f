package io.logcast.e2e;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logcast.local.process.Command;
import io.logcast.local.process.Environment;
import io.logcast.local.process.SupervisedProcess;
import io.logcast.testing.network.FakeProducer;
import io.logcast.testing.network.TcpProxy;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shippers of Debian's packages, set up as the pages of docs/integrations say. */
class RealShippersIT extends InstalledServices {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String AMQP_URL = "amqp://guest:guest@localhost:5672/%2F";
    private static final List<String> LEVELS =
            List.of("FATAL", "ERROR3", "ERROR2", "ERROR", "WARN", "INFO2", "INFO", "DEBUG");

    /** As JSON this is longer than an event may be, though syslog-ng reads it as one line. */
    private static final String REFUSED = "\u0001".repeat(50_000);

    /** syslog-ng tries three times by default. */
    private static final int MORE_THAN_RETRIES = 4;

    /** Entries that programs write at once may have the same text and time. */
    private static final int TWINS = 40;

    private static DebianShippers shippers;

    @TempDir
    Path folder;

    @BeforeAll
    static void unpack() {
        shippers = DebianShippers.unpacked();
    }

    @Test
    void syslogNgSendsEachLineOnceThoughTheProducerWasAwayAndLinesAreRefused() throws Exception {
        try (var proxy = awayProducer()) {
            // Given
            var syslogNg = syslogNgSendingTo("127.0.0.1:" + proxy.port());
            try {
                // When
                send(line(13, "ngd", REFUSED) + levels("ngd"));
                await().atMost(PATIENCE).until(() -> proxy.refused() > 0);
                proxy.refuse(false);
                // Then
                awaitArchived("ngd", everyLevel());
                // When
                send(line(13, "latengd", REFUSED));
                send(levels("latengd"));
                // Then
                awaitArchived("latengd", everyLevel());
            } finally {
                syslogNg.kill();
            }
        }
    }

    @Test
    void syslogNgKeepsLinesUntilTheyAreAnswered202() throws Exception {
        try (var fake = new FakeProducer()) {
            // Given
            var answers = IntStream.of(400, 404, 413, 429, 503, 504)
                    .flatMap(status -> IntStream.range(0, MORE_THAN_RETRIES).map(i -> status))
                    .toArray();
            for (var status : answers) {
                fake.then((exchange, lines) -> FakeProducer.send(exchange, status, "{}"));
            }
            var syslogNg = syslogNgSendingTo("127.0.0.1:" + fake.uri().getPort());
            try {
                // When
                send(levels("keptd"));
                // Then
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(fake.requests().stream()
                                        .skip(answers.length)
                                        .flatMap(request -> request.lines().stream())
                                        .map(line -> LogClient.json(line)
                                                .path("message")
                                                .asText()))
                                .containsExactlyInAnyOrderElementsOf(
                                        everyLevel().keySet()));
            } finally {
                syslogNg.kill();
            }
        }
    }

    @Test
    void syslogNgPublishesOverAmqp() throws Exception {
        // Given
        var broker = installation.broker().endpoint();
        var page = block("syslog-ng.md", "amqp(")
                .replace("localhost", broker.host())
                .replace("port(5672)", "port(" + broker.port() + ")")
                .replace("vhost(\"/\")", "vhost(\"" + broker.virtualHost() + "\")")
                .replace("username(\"guest\")", "username(\"" + broker.username() + "\")")
                .replace("password(\"guest\")", "password(\"" + broker.password() + "\")");
        var syslogNg = shippers.syslogNg(folder, source() + page + "log { source(s); destination(logcast_amqp); };\n");
        try {
            // When
            send(levels("amqpd"));
            // Then
            awaitArchived(
                    "unknown",
                    IntStream.range(0, LEVELS.size()).boxed().collect(toMap(i -> "level " + i, i -> "INFO")));
            var events = LogClient.json(LogClient.get(consumer.baseUri(), "/api/v1/logs?source=unknown")
                    .body());
            assertThat(events.path("events").valueStream()).allSatisfy(event -> {
                assertThat(event.path("attributes").path("program").asText()).isEqualTo("amqpd");
                assertThat(event.path("attributes").path("level").asText()).isNotEmpty();
            });
        } finally {
            syslogNg.kill();
        }
    }

    @Test
    void rsyslogSendsEachLineOnceThoughTheProducerWasAwayAndALineIsRefused() throws Exception {
        try (var proxy = awayProducer()) {
            // Given
            var program =
                    Files.writeString(folder.resolve("logcast-rsyslog"), block("rsyslog.md", "#!/usr/bin/python3"));
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
            var page = block("rsyslog.md", "confirmMessages")
                    .replace("/usr/local/bin/logcast-rsyslog", program.toString())
                    .replace("localhost:8080", "127.0.0.1:" + proxy.port())
                    .replace("action.resumeInterval=\"5\"", "action.resumeInterval=\"1\"");
            var rsyslog = shippers.rsyslog(folder, input() + page);
            try {
                // When
                send("<13>Jan 31 23:59:59 web-1 rsd[17]: not UTF-8: \u00ff\n".getBytes(StandardCharsets.ISO_8859_1));
                send(levels("rsd"));
                await().atMost(PATIENCE).until(() -> proxy.refused() > 0);
                proxy.refuse(false);
                // Then
                awaitArchived("rsd", everyLevel());
            } finally {
                rsyslog.kill();
            }
        }
    }

    @Test
    void rsyslogPublishesOverAmqp() throws Exception {
        // Given
        var page = block("rsyslog.md", "confirmMessages");
        var template = page.substring(0, page.indexOf("action("));
        var action = block("rsyslog.md", "amqp-publish")
                .replace(
                        "/usr/bin/amqp-publish",
                        shippers.program("amqp-publish").toString())
                .replace(AMQP_URL, PikaProgram.url(installation.broker().endpoint()));
        var rsyslog = shippers.rsyslog(folder, input() + template + action);
        try {
            // When
            send(levels("rsamqpd"));
            // Then
            awaitArchived("rsamqpd", everyLevel());
        } finally {
            rsyslog.kill();
        }
    }

    @Test
    void eachEntryOfTheJournalIsSentOnceThoughRunsFailAndTheCursorIsLost() throws Exception {
        // Given
        var journal = Files.createDirectory(folder.resolve("journal"));
        var program = Files.writeString(folder.resolve("logcast-journal"), block("journald.md", "#!/bin/bash"));
        journalctlOf(journal);
        var old = writeJournal(
                journal,
                "old",
                entry("1769903990123456", 6, "twins", "the same").repeat(TWINS) + levels(0, 4));
        try (var proxy = awayProducer()) {
            var url = "http://127.0.0.1:" + proxy.port() + "/api/v1/logs";
            // When
            assertThat(run(program, url).status()).isNotZero();
            proxy.refuse(false);
            send(program, url);
            Files.delete(folder.resolve("cursor"));
            send(program, url);
            Files.delete(folder.resolve("cursor"));
            // As journald does when the journal is large enough.
            Files.delete(old);
            writeJournal(journal, "new", levels(4, LEVELS.size()));
            send(program, url);
            send(program, url);
        }
        // Then
        awaitArchived("journald", everyLevel());
        await().atMost(PATIENCE).until(() -> installation.archive().countOf("twins") >= TWINS);
        assertThat(installation.archive().countOf("twins")).isEqualTo(TWINS);
        assertThat(installation.archive().deadLetteredIds()).isEmpty();
        var events = LogClient.json(LogClient.get(consumer.baseUri(), "/api/v1/logs?source=journald")
                .body());
        assertThat(events.path("events").valueStream()).allSatisfy(event -> {
            assertThat(event.path("timestamp").asText()).startsWith("2026-01-31T23:59:5");
            assertThat(event.path("id").asText()).matches("649b7e[0-9a-f]{2}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-.*");
        });
    }

    private static TcpProxy awayProducer() {
        var proxy = new TcpProxy("127.0.0.1", producer.baseUri().getPort());
        proxy.refuse(true);
        return proxy;
    }

    /** The block of the page that has this text. */
    private static String block(String page, String text) throws IOException {
        return Integrations.blocks(page).stream()
                .filter(block -> block.contains(text))
                .findFirst()
                .orElseThrow();
    }

    private String source() {
        return "source s { unix-stream(\"" + folder.resolve("socket") + "\" flags(expect-hostname)); };\n";
    }

    private String input() {
        return "module(load=\"imptcp\")\ninput(type=\"imptcp\" path=\"" + folder.resolve("socket") + "\")\n";
    }

    /** With the configuration of its page. */
    private SupervisedProcess syslogNgSendingTo(String address) throws IOException {
        var page = block("syslog-ng.md", "http(")
                .replace("localhost:8080", address)
                .replace("reliable(yes)", "reliable(yes) dir(\"" + folder + "\")")
                .replace("time-reopen(5)", "time-reopen(1)");
        return shippers.syslogNg(
                folder, source() + page + "log { source(s); rewrite(logcast_id); destination(logcast); };\n");
    }

    private void send(String lines) throws IOException {
        send(lines.getBytes(StandardCharsets.UTF_8));
    }

    private void send(byte[] lines) throws IOException {
        var socket = folder.resolve("socket");
        await().atMost(PATIENCE).until(() -> Files.exists(socket));
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            var buffer = ByteBuffer.wrap(lines);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }
    }

    private static String levels(String program) {
        return IntStream.range(0, LEVELS.size())
                .mapToObj(i -> line(8 + i, program, "level " + i))
                .collect(Collectors.joining());
    }

    private static String line(int priority, String program, String message) {
        return "<%d>Jan 31 23:59:59 web-1 %s[17]: %s\n".formatted(priority, program, message);
    }

    private static Map<String, String> everyLevel() {
        return IntStream.range(0, LEVELS.size()).boxed().collect(toMap(i -> "level " + i, LEVELS::get));
    }

    private static String levels(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> entry("176990399%d123456".formatted(i), i, "journald", "level " + i))
                .collect(Collectors.joining());
    }

    /** In the format of {@code journalctl -o export}. */
    private static String entry(String time, int priority, String program, String message) {
        return """
                __REALTIME_TIMESTAMP=%s
                __MONOTONIC_TIMESTAMP=1
                _BOOT_ID=4bf92f3577b34da6a3ce929d0e0e4736
                PRIORITY=%d
                SYSLOG_IDENTIFIER=%s
                MESSAGE=%s

                """.formatted(time, priority, program, message);
    }

    /** A file of the journal with these entries. */
    private Path writeJournal(Path journal, String name, String entries) throws IOException {
        var part = journal.resolve(name + ".journal");
        var file = Files.writeString(folder.resolve("entries"), entries);
        Command.run(
                        PATIENCE,
                        Environment.inheritingAll(shippers.environment()),
                        List.of(
                                shippers.program("systemd-journal-remote").toString(),
                                "--output=" + part,
                                file.toString()))
                .orThrow();
        return part;
    }

    /** A journalctl on the path that reads that journal. */
    private void journalctlOf(Path journal) throws IOException {
        var script = "#!/bin/sh%nLD_LIBRARY_PATH=%s exec %s --directory=%s \"$@\"%n"
                .formatted(shippers.environment().get("LD_LIBRARY_PATH"), shippers.program("journalctl"), journal);
        var program = Files.writeString(folder.resolve("journalctl"), script);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void send(Path program, String url) {
        var sent = run(program, url);
        assertThat(sent.status()).as(sent.output()).isZero();
    }

    private Command run(Path program, String url) {
        var path = folder + ":" + System.getenv("PATH");
        return Command.run(
                PATIENCE,
                Environment.inheritingAll(Map.of("PATH", path, "STATE_DIRECTORY", folder.toString())),
                List.of("bash", program.toString(), url));
    }
}
