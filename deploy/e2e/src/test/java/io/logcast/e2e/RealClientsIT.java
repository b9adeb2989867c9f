package io.logcast.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import com.fasterxml.jackson.databind.JsonNode;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.core.message.MessageWriter;
import io.cloudevents.http.HttpMessageFactory;
import io.cloudevents.jackson.JsonFormat;
import io.logcast.local.ServiceProcess;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.instrumentation.logback.appender.v1_0.OpenTelemetryAppender;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.export.BatchLogRecordProcessor;
import io.opentelemetry.sdk.resources.Resource;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Common HTTP clients, against a producer whose heap is smaller than one client's upload. */
class RealClientsIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String HEAP = System.getProperty("e2e.upload.heap", "64m");
    private static final int UPLOAD_MEGABYTES = Integer.getInteger("e2e.upload.megabytes", 96);
    private static final int LINES_PER_MEGABYTE = 100;
    private static final int BODIES = Integer.getInteger("e2e.fuzz.bodies", 120);

    private static Installation installation;
    private static ServiceProcess producer;
    private static ServiceProcess consumer;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        installation = new Installation();
        producer = installation.startProducer("-Xmx" + HEAP);
        consumer = installation.startConsumer("consumer");
    }

    @AfterAll
    static void stop() {
        installation.close();
    }

    @Test
    void anOpenTelemetrySdkExports() {
        // When
        try (var logs = loggerProvider("e2e/sdk")) {
            logs.loggerBuilder("the.scope")
                    .build()
                    .logRecordBuilder()
                    .setSeverity(Severity.WARN2)
                    .setBody("from the SDK")
                    .setAttribute(AttributeKey.longKey("order"), 4711L)
                    .emit();
            assertThat(logs.forceFlush().join(30, TimeUnit.SECONDS).isSuccess()).isTrue();
        }
        // Then
        var event = awaitArchived("from the SDK");
        assertThat(event.path("severity").asText()).isEqualTo("WARN2");
        assertThat(event.path("source").asText()).isEqualTo("e2e.sdk");
        assertThat(event.path("attributes").path("order").asInt()).isEqualTo(4711);
        assertThat(event.path("attributes").path("service.name").asText()).isEqualTo("e2e/sdk");
        assertThat(event.path("attributes").path("otel.scope.name").asText()).isEqualTo("the.scope");
    }

    @Test
    void logbackAppends() {
        // Given
        try (var logs = loggerProvider("e2e.logback")) {
            var context = new LoggerContext();
            context.setMDCAdapter(new LogbackMDCAdapter());
            var appender = new OpenTelemetryAppender();
            appender.setOpenTelemetry(
                    OpenTelemetrySdk.builder().setLoggerProvider(logs).build());
            appender.setContext(context);
            appender.start();
            var logger = context.getLogger("io.example.Orders");
            logger.addAppender(appender);
            // When
            logger.error("order {} failed", 4711, new IllegalStateException("no stock"));
            // A failing appender reports only to its context.
            assertThat(context.getStatusManager().getCopyOfStatusList()).isEmpty();
            assertThat(logs.forceFlush().join(30, TimeUnit.SECONDS).isSuccess()).isTrue();
        }
        // Then
        var event = awaitArchived("order 4711 failed");
        assertThat(event.path("severity").asText()).isEqualTo("ERROR");
        assertThat(event.path("source").asText()).isEqualTo("e2e.logback");
        assertThat(event.path("attributes").path("exception.message").asText()).isEqualTo("no stock");
    }

    @Test
    void cloudEventsInBothModesAreOneEvent() throws Exception {
        // Given
        var event = CloudEventBuilder.v1()
                .withId("order-4711")
                .withSource(URI.create("https://example.com/orders"))
                .withType("order.shipped")
                .withData("text/plain", "shipped".getBytes(StandardCharsets.UTF_8))
                .build();
        // When
        var binary = send(event, (writer, sent) -> writer.writeBinary(sent));
        var structured = send(event, (writer, sent) -> writer.writeStructured(sent, JsonFormat.CONTENT_TYPE));
        // Then
        assertThat(List.of(binary.statusCode(), structured.statusCode())).containsOnly(202);
        assertThat(structured.body()).isEqualTo(binary.body());
        var archived = awaitArchived("shipped");
        assertThat(archived.path("id").asText())
                .isEqualTo(LogClient.json(binary.body()).path("id").asText());
        assertThat(archived.path("attributes").path("cloudevents.event_source").asText())
                .isEqualTo("https://example.com/orders");
    }

    @Test
    void curlUploadsAFileThatTheHeapCouldNotHold() throws Exception {
        // Given
        var file = folder.resolve("app.log");
        write(file);
        var before = installation.archive().count();
        // When
        var curl = new ProcessBuilder(
                        "curl",
                        "-sS",
                        "-H",
                        "Content-Type: text/plain",
                        "-T",
                        file.toString(),
                        "-X",
                        "POST",
                        producer.baseUri().resolve("/api/v1/logs").toString())
                .redirectErrorStream(true)
                .start();
        var answer = LogClient.json(new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        // Then
        var lines = UPLOAD_MEGABYTES * LINES_PER_MEGABYTE;
        assertThat(answer.path("accepted").asInt())
                .as(answer.path("errors").toString())
                .isEqualTo(lines);
        assertThat(answer.path("settled_to").asInt()).isEqualTo(lines);
        await().atMost(PATIENCE).until(() -> installation.archive().count() >= before + lines);
    }

    @Test
    void curlPostsJsonLines() throws Exception {
        // Given
        var file = folder.resolve("events.ndjson");
        Files.writeString(file, "{\"message\":\"from curl\",\"source\":\"e2e.curl\"}\nbroken\n");
        // When
        var curl = new ProcessBuilder(
                        "curl",
                        "-sS",
                        "-w",
                        "\n%{http_code}",
                        "-H",
                        "Content-Type: application/x-ndjson",
                        "--data-binary",
                        "@" + file,
                        producer.baseUri().resolve("/api/v1/logs").toString())
                .redirectErrorStream(true)
                .start();
        var output = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        // Then
        assertThat(output.get(1)).isEqualTo("207");
        assertThat(LogClient.json(output.get(0))
                        .path("errors")
                        .path(0)
                        .path("line")
                        .asInt())
                .isEqualTo(2);
        assertThat(awaitArchived("from curl").path("source").asText()).isEqualTo("e2e.curl");
    }

    @Test
    void aReceiptTellsWhereAnEventIs() {
        // Given
        var id = UUID.randomUUID().toString();
        // When
        LogClient.post(producer.baseUri(), Map.of("id", id, "message", "the first"));
        // Then
        await().atMost(PATIENCE).until(() -> receipt(id).path("state").asText().equals("archived"));
        LogClient.post(producer.baseUri(), Map.of("id", id, "message", "another"));
        await().atMost(PATIENCE)
                .until(
                        () -> receipt(id)
                                .path("dead_letters")
                                .path(0)
                                .path("kind")
                                .asText(),
                        "id-conflict"::equals);
        assertThat(receipt(id).path("state").asText()).isEqualTo("archived");
        assertThat(receipt(UUID.randomUUID().toString()).path("state").asText()).isEqualTo("not-archived");
    }

    private static JsonNode receipt(String id) {
        return LogClient.json(LogClient.get(producer.baseUri(), "/api/v1/logs/" + id + "/receipt")
                .body());
    }

    @ParameterizedTest
    @EnumSource
    void brokenBodiesAreAnsweredAndWhatIsAcceptedOfThemIsArchived(FuzzedFormat format) throws Exception {
        // Given
        var seed = Long.getLong("e2e.fuzz.seed", System.nanoTime());
        var fuzzer = new Fuzzer(producer.baseUri(), format, seed);
        var before = installation.archive().count() + deadLetteredIds().size();
        // When
        fuzzer.send(BODIES);
        // Then
        System.out.printf(
                "%s, seed %d: %s, accepted %d ids and %d records%n",
                format, seed, fuzzer.statuses(), fuzzer.acceptedIds().size(), fuzzer.acceptedRecords());
        assertThat(fuzzer.statuses()).containsKeys(format.accepted());
        await().atMost(PATIENCE)
                .until(() ->
                        installation.archive().count() + deadLetteredIds().size() >= before + fuzzer.acceptedRecords());
        await().atMost(PATIENCE).untilAsserted(() -> {
            var lost = new HashSet<>(fuzzer.acceptedIds());
            lost.removeAll(new HashSet<>(installation.archive().ids()));
            lost.removeAll(deadLetteredIds());
            assertThat(lost).isEmpty();
        });
        assertThat(producer.isRunning()).isTrue();
        assertThat(producer.log()).content().doesNotContain("OutOfMemoryError");
        System.out.printf("%s: all that was accepted is in the archive or among the dead letters%n", format);
    }

    private static Set<String> deadLetteredIds() {
        return new HashSet<>(installation.archive().deadLetteredIds());
    }

    private static SdkLoggerProvider loggerProvider(String serviceName) {
        var exporter = OtlpHttpLogRecordExporter.builder()
                .setEndpoint(producer.baseUri().resolve("/v1/logs").toString())
                .setCompression("gzip")
                .build();
        return SdkLoggerProvider.builder()
                .setResource(Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), serviceName)))
                .addLogRecordProcessor(BatchLogRecordProcessor.builder(exporter).build())
                .build();
    }

    private static HttpResponse<String> send(CloudEvent event, BiConsumer<MessageWriter<?, ?>, CloudEvent> mode)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(producer.baseUri().resolve("/api/v1/logs"));
        mode.accept(
                HttpMessageFactory.createWriter(
                        request::header, body -> request.POST(BodyPublishers.ofByteArray(body))),
                event);
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }

    private static void write(Path file) throws IOException {
        var line = ("x".repeat(1024 * 1024 / LINES_PER_MEGABYTE - 1) + "\n").getBytes(StandardCharsets.US_ASCII);
        try (var out = new BufferedOutputStream(Files.newOutputStream(file))) {
            for (int i = 0; i < UPLOAD_MEGABYTES * LINES_PER_MEGABYTE; i++) {
                out.write(line);
            }
        }
    }

    private static JsonNode awaitArchived(String message) {
        await().atMost(PATIENCE)
                .until(() -> !installation.archive().idsOf(message).isEmpty());
        var ids = installation.archive().idsOf(message);
        assertThat(ids).hasSize(1);
        return LogClient.json(
                LogClient.get(consumer.baseUri(), "/api/v1/logs/" + ids.get(0)).body());
    }
}
