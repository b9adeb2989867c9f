package io.logcast.e2e;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.logcast.local.packages.DebianPackages;
import io.logcast.local.process.Command;
import io.logcast.local.process.Folders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Well-known loggers and a shipper, set up as their users do. Each line is archived with its severity. */
class RealLoggersIT extends InstalledServices {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration INSTALLATION = Duration.ofMinutes(5);
    private static final Duration PROBE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @Test
    void syslogNgShipsEveryLevel() throws Exception {
        // Given
        var root = unpacked();
        var modules = modules(root);
        var configuration = folder.resolve("syslog-ng.conf");
        Files.writeString(
                configuration,
                "@version: %s%nsource s { stdin(); };%n%slog { source(s); destination(logcast); };%n"
                        .formatted(
                                modules.getFileName(),
                                onOurPort(Integrations.blocks("syslog-ng.md").get(0))));
        var builder = new ProcessBuilder(
                        root.resolve("usr/sbin/syslog-ng").toString(),
                        "--foreground",
                        "--no-caps",
                        "--cfgfile=" + configuration,
                        "--persist-file=" + folder.resolve("persist"),
                        "--control=" + folder.resolve("control"),
                        "--pidfile=" + folder.resolve("pid"),
                        "--module-path=" + modules)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile());
        builder.environment().put("LD_LIBRARY_PATH", libraries(root) + ":" + modules + ":" + modules.getParent());
        var levels = List.of("FATAL", "ERROR3", "ERROR2", "ERROR", "WARN", "INFO2", "INFO", "DEBUG");
        // When
        var syslogNg = builder.start();
        try {
            for (int i = 0; i < levels.size(); i++) {
                var line = "<%d>Jan 31 23:59:59 web-1 cron[17]: level %d%n".formatted(8 + i, i);
                syslogNg.getOutputStream().write(line.getBytes(StandardCharsets.UTF_8));
            }
            syslogNg.getOutputStream().flush();
            // Then
            var expected = IntStream.range(0, levels.size()).boxed().collect(toMap(i -> "level " + i, levels::get));
            awaitArchived("cron", expected);
        } finally {
            syslogNg.destroy();
        }
    }

    @Test
    void winstonPostsEveryLevel() throws Exception {
        // When
        run("node src/test/node/winston.js 127.0.0.1 " + producer.baseUri().getPort());
        // Then
        awaitArchived(
                "winston",
                Map.of(
                        "winston error", "ERROR",
                        "winston warn", "WARN",
                        "winston info", "INFO",
                        "winston http", "INFO",
                        "winston verbose", "DEBUG",
                        "winston debug", "DEBUG",
                        "winston silly", "TRACE"));
    }

    @Test
    void pinosLinesArePiped() throws Exception {
        // When
        run("node src/test/node/pino.js | curl -sSf -H 'Content-Type: application/x-ndjson' --data-binary @- "
                + producer.baseUri().resolve("/api/v1/logs"));
        // Then
        awaitArchived(
                "pino",
                Map.of(
                        "pino trace", "TRACE",
                        "pino debug", "DEBUG",
                        "pino info", "INFO",
                        "pino warn", "WARN",
                        "pino error", "ERROR",
                        "pino fatal", "FATAL"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pino-loki       | pino-loki.js             | trace=DEBUG debug=DEBUG info=INFO warn=WARN error=ERROR fatal=ERROR2",
                "winston-json    | winston-loki.js json     | error=ERROR warn=WARN info=INFO http=INFO verbose=DEBUG debug=DEBUG silly=TRACE",
                "winston-protobuf| winston-loki.js protobuf | error=ERROR warn=WARN info=INFO http=INFO verbose=DEBUG debug=DEBUG silly=TRACE",
                "elastic         | elasticsearch.js         | debug=DEBUG info=INFO warn=WARN error=ERROR",
                "splunk          | splunk.js                | debug=DEBUG info=INFO warn=WARN error=ERROR"
            })
    void clientsOfOtherServersSendEveryLevel(String source, String program, String levels) throws Exception {
        // When
        run("URL=%s node src/test/node/%s".formatted(producer.baseUri(), program));
        // Then
        awaitArchived(
                source,
                Stream.of(levels.split(" "))
                        .map(level -> level.split("="))
                        .collect(toMap(level -> source + " " + level[0], level -> level[1])));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"0 | python  | \"python \" + level.lower()", "1 | handler | \"handler %s\", level.lower()"})
    void pythonsHandlersPostEveryLevel(int block, String source, String message) throws Exception {
        // Given
        var program = folder.resolve("program.py");
        Files.writeString(program, """
                %s
                logging.getLogger().setLevel(logging.DEBUG)
                for level in ["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"]:
                    logging.log(getattr(logging, level), %s)
                """.formatted(
                onOurPort(Integrations.blocks("python.md").get(block)).replace("source=orders", "source=" + source),
                message));
        // When
        shell("python3 " + program, Map.of());
        // Then
        awaitArchived(
                source,
                Map.of(
                        source + " debug", "DEBUG",
                        source + " info", "INFO",
                        source + " warning", "WARN",
                        source + " error", "ERROR",
                        source + " critical", "ERROR2"));
    }

    @Test
    void aLineOfAFollowedFileIsArchivedWhileItsUploadGoesOn() throws Exception {
        // Given
        var log = Files.createFile(folder.resolve("app.log"));
        var follow = "tail -f %s | curl -sS -X POST -H 'Content-Type: text/plain' -T - '%s?source=followed'"
                .formatted(log, producer.baseUri().resolve("/api/v1/logs"));
        var upload = new ProcessBuilder("bash", "-c", follow)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        try {
            var archived = new HashMap<String, String>();
            for (int i = 0; i < 3; i++) {
                // When
                Files.writeString(log, "line " + i + "\n", StandardOpenOption.APPEND);
                // Then
                archived.put("line " + i, "INFO");
                awaitArchived("followed", archived);
                assertThat(upload.isAlive()).isTrue();
            }
        } finally {
            upload.descendants().forEach(ProcessHandle::destroy);
            upload.destroy();
        }
    }

    private static void awaitArchived(String source, Map<String, String> severities) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            var page = LogClient.json(LogClient.get(consumer.baseUri(), "/api/v1/logs?source=" + source)
                    .body());
            assertThat(page.path("events")
                            .valueStream()
                            .collect(toMap(
                                    event -> text(event.path("message").asText()),
                                    event -> event.path("severity").asText())))
                    .isEqualTo(severities);
        });
    }

    /** pino-loki sends pino's JSON as the line. */
    private static String text(String message) {
        return message.startsWith("{") ? LogClient.json(message).path("msg").asText() : message;
    }

    private static void run(String line) throws Exception {
        assumeTrue(Command.succeeds(PROBE, "npm", "--version"), "npm is not on this machine");
        var modules = Folders.filledOnce(
                Folders.localState().resolve("npm-clients"),
                root -> Command.run(
                                INSTALLATION,
                                "npm",
                                "install",
                                "--no-audit",
                                "--no-fund",
                                "--prefix",
                                root.toString(),
                                "winston@3.19.0",
                                "pino@10.4.0",
                                "winston-loki@6.1.7",
                                "pino-loki@3.0.0",
                                "@elastic/elasticsearch@9.1.0",
                                "splunk-logging@0.11.1")
                        .orThrow());
        shell(line, Map.of("NODE_PATH", modules.resolve("node_modules").toString()));
    }

    private static String onOurPort(String text) {
        return text.replace("localhost:8080", "127.0.0.1:" + producer.baseUri().getPort());
    }

    private static void shell(String line, Map<String, String> environment) throws Exception {
        var builder = new ProcessBuilder("bash", "-o", "pipefail", "-c", line).redirectErrorStream(true);
        builder.environment().putAll(environment);
        var process = builder.start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    private static Path unpacked() {
        return Folders.filledOnce(
                Folders.localState().resolve("syslog-ng/root"),
                root -> new DebianPackages(System.out::println).unpack("syslog-ng", "syslog-ng-mod-http", root));
    }

    /** The folder of this version. */
    private static Path modules(Path root) throws IOException {
        try (var folders = Files.list(root.resolve("usr/lib/syslog-ng"))) {
            return folders.filter(version -> Files.exists(version.resolve("libhttp.so")))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static String libraries(Path root) throws IOException {
        try (var folders = Files.find(
                root, 5, (path, attributes) -> path.getFileName().toString().endsWith("-linux-gnu"))) {
            return String.join(":", folders.map(Path::toString).toList());
        }
    }
}
