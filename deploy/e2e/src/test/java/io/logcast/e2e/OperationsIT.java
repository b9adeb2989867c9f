package io.logcast.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.google.protobuf.ByteString;
import io.logcast.local.ServiceProcess;
import io.logcast.local.process.Folders;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The operator's view: probes, metrics, logs, traces. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperationsIT {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Path DEPLOY = Folders.projectRoot().resolve("deploy");

    private TraceReceiver traces;
    private Installation installation;
    private ServiceProcess producer;
    private ServiceProcess consumer;

    @BeforeAll
    void start() throws IOException {
        traces = new TraceReceiver();
        installation = new Installation();
        String[] settings = {
            "-Dquarkus.otel.sdk.disabled=false",
            "-Dquarkus.otel.exporter.otlp.endpoint=" + traces.endpoint(),
            "-Dquarkus.otel.exporter.otlp.protocol=http/protobuf",
            "-Dquarkus.otel.bsp.schedule.delay=200ms",
            "-Dquarkus.log.console.json.enabled=true",
            "-Dquarkus.http.access-log.enabled=true"
        };
        producer = installation.startProducer(settings);
        consumer = installation.startConsumer("consumer", settings);
    }

    @AfterAll
    void stop() {
        installation.close();
        traces.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"producer-service", "consumer-service"})
    void theProbesOfTheManifestsAnswer(String service) throws IOException {
        var probes = StreamSupport.stream(manifests(service).spliterator(), false)
                .flatMap(manifest -> Stream.of("startupProbe", "readinessProbe", "livenessProbe")
                        .flatMap(probe -> manifest.findValues(probe).stream()))
                .map(probe -> probe.at("/httpGet/path").asText())
                .toList();
        assertThat(probes)
                .hasSize(3)
                .allSatisfy(path -> assertThat(
                                LogClient.get(management(service), path).statusCode())
                        .isEqualTo(200));
    }

    @Test
    void theMetricsOfTheDashboardAndTheAlertsExist() throws IOException {
        // Given
        archive("measured");
        LogClient.get(consumer.baseUri(), "/api/v1/logs");

        var selectors = expressions().flatMap(PromQl::selectorsOf).toList();
        assertThat(selectors).hasSizeGreaterThan(30);

        // Then: the broker first measures a queue a few seconds after its declaration
        await().atMost(PATIENCE).untilAsserted(() -> {
            var samples = samples();
            assertThat(selectors)
                    .filteredOn(selector -> samples.stream().noneMatch(selector::selects))
                    .isEmpty();
        });
    }

    @Test
    void aClientsTraceGoesOverTheBrokerToTheArchive() {
        var trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        var client = "00f067aa0ba902b7";

        LogClient.acceptedId(
                LogClient.post(producer.baseUri(), Map.of("message", "traced"), "00-" + trace + "-" + client + "-01"));

        await().atMost(PATIENCE).untilAsserted(() -> {
            var request = span(trace, "POST /api/v1/logs");
            var sent = span(trace, "send logs");
            var processed = span(trace, "process logs.archive");
            assertThat(hex(request.getParentSpanId())).isEqualTo(client);
            assertThat(sent.getParentSpanId()).isEqualTo(request.getSpanId());
            assertThat(processed.getParentSpanId()).isEqualTo(sent.getSpanId());
        });
    }

    @Test
    void everyLineOfTheLogIsAnObjectAndTellsItsTrace() {
        archive("logged");
        await().atMost(PATIENCE).untilAsserted(() -> {
            var lines = Files.readAllLines(producer.log()).stream()
                    .map(LogClient::json)
                    .toList();
            assertThat(lines).allSatisfy(line -> assertThat(line.has("message")).isTrue());
            assertThat(lines)
                    .filteredOn(line -> line.path("loggerName").asText().equals("io.quarkus.http.access-log"))
                    .anyMatch(line -> line.at("/mdc/traceId").asText().length() == 32);
        });
    }

    private String archive(String message) {
        var id = LogClient.acceptedId(LogClient.post(producer.baseUri(), Map.of("message", message)));
        await().atMost(PATIENCE).until(() -> installation.archive().ids().contains(id));
        return id;
    }

    private Span span(String trace, String name) {
        assertThat(traces.spans())
                .filteredOn(span -> hex(span.getTraceId()).equals(trace))
                .extracting(Span::getName)
                .contains(name);
        return traces.spans().stream()
                .filter(span ->
                        hex(span.getTraceId()).equals(trace) && span.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String hex(ByteString id) {
        return HexFormat.of().formatHex(id.toByteArray());
    }

    private URI management(String service) {
        return (service.equals("producer-service") ? producer : consumer).managementUri();
    }

    private URI brokersMetrics() {
        var endpoint = installation.broker().endpoint();
        var listeners =
                LogClient.json(endpoint.managementApi().get("/api/overview")).path("listeners");
        var port = StreamSupport.stream(listeners.spliterator(), false)
                .filter(listener -> listener.path("protocol").asText().equals("http/prometheus"))
                .mapToInt(listener -> listener.path("port").asInt())
                .findFirst();
        assumeTrue(port.isPresent(), "the broker has no Prometheus plugin");
        return URI.create("http://" + endpoint.host() + ":" + port.getAsInt());
    }

    private List<String> samples() {
        return Stream.of(
                        LogClient.get(management("producer-service"), "/q/metrics"),
                        LogClient.get(management("consumer-service"), "/q/metrics"),
                        LogClient.get(brokersMetrics(), "/metrics"),
                        LogClient.get(brokersMetrics(), "/metrics/detailed?family=queue_coarse_metrics"))
                .map(HttpResponse::body)
                .flatMap(String::lines)
                .toList();
    }

    private static Stream<String> expressions() throws IOException {
        var dashboard = LogClient.json(Files.readString(DEPLOY.resolve("observability/dashboard.json")));
        var alerts = new YAMLMapper()
                .readTree(DEPLOY.resolve("observability/alerts.yaml").toFile());
        return Stream.of(dashboard, alerts)
                .flatMap(file -> file.findValues("expr").stream())
                .map(JsonNode::asText);
    }

    private static List<JsonNode> manifests(String service) throws IOException {
        var file = DEPLOY.resolve("kubernetes/base/" + service + ".yaml").toFile();
        try (var documents = new YAMLMapper().readerFor(JsonNode.class).<JsonNode>readValues(file)) {
            return documents.readAll();
        }
    }
}
