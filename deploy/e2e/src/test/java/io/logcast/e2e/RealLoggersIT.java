package io.logcast.e2e;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.logcast.local.process.Command;
import io.logcast.local.process.Folders;
import io.opentelemetry.exporter.otlp.logs.OtlpGrpcLogRecordExporter;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.export.SimpleLogRecordProcessor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Well-known loggers, set up as their users do. Each line is archived with its severity. */
class RealLoggersIT extends InstalledServices {

    private static final Duration INSTALLATION = Duration.ofMinutes(5);
    private static final Duration PROBE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

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

    @Test
    void openTelemetrysSdkExportsWithTheSettingsOfThePage() throws Exception {
        // Given
        var page = Integrations.blocks("opentelemetry.md");
        var program = Files.writeString(folder.resolve("otel.js"), page.get(1));
        // When
        run("%s node %s".formatted(onOurPort(page.get(0)), program));
        // Then
        awaitArchived("orders", Map.of("order shipped late", "WARN"));
    }

    @ParameterizedTest
    @CsvSource({
        "OTEL_EXPORTER_OTLP_PROTOCOL=grpc, set OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf",
        "OTEL_TRACES_EXPORTER=otlp OTEL_LOGS_EXPORTER=none, set OTEL_TRACES_EXPORTER=none"
    })
    void openTelemetrysSdkShowsWhichSettingIsWrong(String settings, String advice) throws Exception {
        // Given
        var program = Files.writeString(folder.resolve("otel.js"), """
                const { NodeSDK } = require('@opentelemetry/sdk-node');
                const { logs } = require('@opentelemetry/api-logs');
                const { trace } = require('@opentelemetry/api');
                const sdk = new NodeSDK();
                sdk.start();
                logs.getLogger('misled').emit({ body: 'misled' });
                trace.getTracer('misled').startSpan('misled').end();
                sdk.shutdown().catch(console.error);
                """);
        // When
        var output = run("OTEL_LOG_LEVEL=error OTEL_METRICS_EXPORTER=none OTEL_EXPORTER_OTLP_ENDPOINT=%s %s node %s"
                .formatted(producer.baseUri(), settings, program));
        // Then
        assertThat(output).contains(advice);
    }

    @Test
    void anExporterOverGrpcIsToldToUseHttp() {
        // Given
        var logger = Logger.getLogger("io.opentelemetry.exporter");
        var warnings = new Warnings();
        logger.addHandler(warnings);
        var exporter = OtlpGrpcLogRecordExporter.builder()
                .setEndpoint(producer.baseUri().toString())
                .build();
        try (var logs = SdkLoggerProvider.builder()
                .addLogRecordProcessor(SimpleLogRecordProcessor.create(exporter))
                .build()) {
            // When
            logs.get("misled").logRecordBuilder().setBody("misled").emit();
            logs.forceFlush().join(1, TimeUnit.MINUTES);
        } finally {
            logger.removeHandler(warnings);
        }
        // Then
        assertThat(warnings.texts())
                .anySatisfy(text -> assertThat(text).contains("set OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf"));
    }

    @Test
    void amqplibPublishesOneEvent() throws Exception {
        // Given
        var page = Integrations.blocks("amqp.md").stream()
                .filter(block -> block.contains("require('amqplib')"))
                .findFirst()
                .orElseThrow();
        var program = Files.writeString(folder.resolve("publish.js"), page.replace("'orders'", "'amqplib'"));
        // When
        run("AMQP_URL='%s' node %s"
                .formatted(PikaProgram.url(installation.broker().endpoint()), program));
        // Then
        awaitArchived("amqplib", Map.of("order shipped late", "WARN"));
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

    /** What the program printed. */
    private static String run(String line) throws Exception {
        assumeTrue(Command.succeeds(PROBE, "npm", "--version"), "npm is not on this machine");
        var modules = Folders.filledOnce(
                Folders.localState().resolve("npm-loggers"),
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
                                "splunk-logging@0.11.1",
                                "amqplib@2.3.1",
                                "@opentelemetry/sdk-node@0.223.0",
                                "@opentelemetry/api-logs@0.223.0")
                        .orThrow());
        return shell(line, Map.of("NODE_PATH", modules.resolve("node_modules").toString()));
    }

    private static String shell(String line, Map<String, String> environment) throws Exception {
        var builder = new ProcessBuilder("bash", "-o", "pipefail", "-c", line).redirectErrorStream(true);
        builder.environment().putAll(environment);
        var process = builder.start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    /** Keeps what is logged. */
    private static final class Warnings extends Handler {

        private final Queue<String> texts = new ConcurrentLinkedQueue<>();

        Queue<String> texts() {
            return texts;
        }

        @Override
        public void publish(LogRecord event) {
            texts.add(String.valueOf(event.getMessage()));
        }

        @Override
        public void flush() {
            // Nothing is buffered.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
