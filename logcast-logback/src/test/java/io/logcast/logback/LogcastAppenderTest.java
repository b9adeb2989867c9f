package io.logcast.logback;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.status.Status;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.logcast.client.OwnThread;
import io.logcast.testing.network.FakeProducer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.MarkerFactory;

class LogcastAppenderTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";

    @TempDir
    Path folder;

    private FakeProducer producer;
    private final LoggerContext context = new LoggerContext();
    private final LogbackMDCAdapter mdc = new LogbackMDCAdapter();

    @BeforeEach
    void start() throws IOException {
        producer = new FakeProducer();
        context.setMDCAdapter(mdc);
    }

    @AfterEach
    void stop() {
        context.stop();
        producer.close();
    }

    @Test
    void sendsWhatAnEventHas() throws Exception {
        // Given
        configure(Map.of("source", "orders", "key", "secret"));
        mdc.put("tenant", "acme");
        mdc.put("trace_id", TRACE);
        mdc.put("spanId", SPAN);
        // When
        var before = Instant.now();
        logger("io.example.Orders")
                .atError()
                .addMarker(MarkerFactory.getMarker("AUDIT"))
                .addMarker(MarkerFactory.getMarker("SLOW"))
                .addKeyValue("order", 4711)
                .addKeyValue("ratio", 0.5)
                .addKeyValue("customer", List.of("a", "b"))
                .addKeyValue("tenant", "other")
                .setCause(new IllegalStateException("no stock", new IOException("away")))
                .log("order {} failed", 4711);
        context.stop();
        // Then
        var event = events().get(0);
        assertThat(producer.requests().get(0).authorization()).isEqualTo("Bearer secret");
        assertThat(UUID.fromString(event.get("id").asText()).version()).isEqualTo(7);
        assertThat(Instant.parse(event.get("timestamp").asText())).isBetween(before.minusMillis(1), Instant.now());
        assertThat(event.get("severity").asText()).isEqualTo("ERROR");
        assertThat(event.get("source").asText()).isEqualTo("orders");
        assertThat(event.get("message").asText()).isEqualTo("order 4711 failed");
        assertThat(event.get("trace_id").asText()).isEqualTo(TRACE);
        assertThat(event.get("spanId").asText()).isEqualTo(SPAN);
        var attributes = event.get("attributes");
        assertThat(attributes.get("logger").asText()).isEqualTo("io.example.Orders");
        assertThat(attributes.get("thread.name").asText())
                .isEqualTo(Thread.currentThread().getName());
        assertThat(attributes.get("markers").asText()).isEqualTo("AUDIT,SLOW");
        assertThat(attributes.get("order").isIntegralNumber()).isTrue();
        assertThat(attributes.get("ratio").asDouble()).isEqualTo(0.5);
        assertThat(attributes.get("customer").asText()).isEqualTo("[a, b]");
        assertThat(attributes.get("tenant").asText()).isEqualTo("other");
        assertThat(attributes.get("tenant.original").asText()).isEqualTo("acme");
        assertThat(attributes.get("exception.type").asText()).isEqualTo("java.lang.IllegalStateException");
        assertThat(attributes.get("exception.message").asText()).isEqualTo("no stock");
        assertThat(attributes.get("exception.stacktrace").asText())
                .startsWith("java.lang.IllegalStateException: no stock")
                .contains("at io.logcast.logback.LogcastAppenderTest", "Caused by: java.io.IOException: away");
    }

    @Test
    void keepsAnIdOfAnotherFormAsAnAttribute() throws Exception {
        // Given
        configure(Map.of());
        mdc.put("trace_id", "4711");
        mdc.put("spanId", "0".repeat(16));
        // When
        logger("io.example").info("hello");
        context.stop();
        // Then
        var event = events().get(0);
        assertThat(event.has("trace_id") || event.has("spanId")).isFalse();
        assertThat(event.get("attributes").get("trace_id").asText()).isEqualTo("4711");
        assertThat(event.get("attributes").get("spanId").asText()).isEqualTo("0".repeat(16));
    }

    @ParameterizedTest
    @CsvSource({"TRACE", "DEBUG", "INFO", "WARN", "ERROR"})
    void sendsEveryLevel(String level) throws Exception {
        // Given
        configure(Map.of());
        // When
        logger("io.example").atLevel(org.slf4j.event.Level.valueOf(level)).log("hello");
        context.stop();
        // Then
        assertThat(events().get(0).get("severity").asText()).isEqualTo(level);
        assertThat(events().get(0).has("source")).isFalse();
    }

    @Test
    void runsOnTheLogbackThatIsTested() {
        var expected = System.getProperty("logback.version");
        var location = LoggerContext.class.getProtectionDomain().getCodeSource().getLocation();
        if (expected != null) {
            assertThat(location.toString()).contains("oldest-logback");
        }
    }

    @Test
    void aStoppedProducerBlocksNobodyAndGetsEverythingLater() throws Exception {
        // Given
        var release = new CountDownLatch(1);
        producer.then((exchange, lines) -> {
            release.await();
            FakeProducer.send(exchange, 503, "");
        });
        configure(Map.of());
        // When
        for (int i = 0; i < 3_000; i++) {
            logger("io.example").info("line {}", i);
        }
        release.countDown();
        context.stop();
        // Then
        var messages = events().stream()
                .collect(toMap(
                        event -> event.get("id").asText(),
                        event -> event.get("message").asText(),
                        (one, again) -> one));
        assertThat(messages.values())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 3_000).mapToObj(i -> "line " + i).toList());
        assertThat(statuses()).contains("503").doesNotContain("line 1");
    }

    @Test
    void theNextProcessSendsWhatThisOneCouldNot() throws Exception {
        // Given
        var release = new CountDownLatch(1);
        producer.then((exchange, lines) -> release.await());
        configure(Map.of("stopTimeout", "0 seconds"));
        logger("io.example").info("left behind");
        await().atMost(PATIENCE).until(() -> !producer.requests().isEmpty());
        context.stop();
        release.countDown();
        // When
        await().atMost(PATIENCE).until(this::startsWithTheSpool);
        // Then
        await().atMost(PATIENCE).until(() -> producer.requests().size() > 1);
        assertThat(producer.requests().get(1).lines())
                .isEqualTo(producer.requests().get(0).lines());
    }

    private boolean startsWithTheSpool() throws Exception {
        context.reset();
        context.getStatusManager().clear();
        configure(Map.of());
        return !statuses().contains("in use");
    }

    @Test
    void neverSendsWhatItsOwnThreadsLog() throws Exception {
        // Given
        configure(Map.of());
        var own = new OwnThread(() -> logger("io.example").info("from inside"), "own");
        // When
        own.start();
        own.join();
        logger("jdk.internal.httpclient.debug").info("noise");
        logger("io.logcast.client.Sender").info("noise");
        logger("io.example").info("from outside");
        context.stop();
        // Then
        assertThat(events())
                .singleElement()
                .satisfies(event -> assertThat(event.get("message").asText()).isEqualTo("from outside"));
    }

    @Test
    void anObjectThatFailsHarmsNobody() throws Exception {
        // Given
        configure(Map.of());
        var broken = new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException("broken");
            }
        };
        // When
        assertThatCode(() ->
                        logger("io.example").atInfo().addKeyValue("x", broken).log("one"))
                .doesNotThrowAnyException();
        logger("io.example").info("two");
        var appender = (LogcastAppender) logger(Logger.ROOT_LOGGER_NAME).getAppender("LOGCAST");
        context.stop();
        // Then
        assertThat(events()).hasSize(1);
        assertThat(appender.getDropped()).isEqualTo(1);
        assertThat(statuses()).contains("cannot be sent");
    }

    @ParameterizedTest
    @CsvSource({
        "url, '', url: must be set",
        "url, localhost, url: must be like",
        "url, http://a b, url: Illegal character",
        "spoolDirectory, '', spoolDirectory: must be set",
        "spoolSize, 1KB, spoolSize: must be",
        "queueSize, 1KB, queueSize: must be",
        "stopTimeout, 1 hour, stopTimeout: must be",
        "key, two words, key: must be",
    })
    void saysWhichSettingIsWrongAndDoesNotStart(String name, String value, String complaint) throws Exception {
        // When
        configure(Map.of(name, value));
        // Then
        assertThat(statuses()).contains(complaint);
        assertThatCode(() -> logger("io.example").info("goes nowhere")).doesNotThrowAnyException();
        assertThat(producer.requests()).isEmpty();
    }

    private void configure(Map<String, String> settings) throws Exception {
        var all = new TreeMap<>(Map.of(
                "stopTimeout", "1 minute",
                "url", producer.uri().toString(),
                "spoolDirectory", folder.resolve("spool").toString()));
        all.putAll(settings);
        var properties = all.entrySet().stream()
                .map(setting -> "<%s>%s</%s>".formatted(setting.getKey(), setting.getValue(), setting.getKey()))
                .collect(joining());
        var xml = """
                <configuration>
                  <appender name="LOGCAST" class="io.logcast.logback.LogcastAppender">%s</appender>
                  <root level="TRACE"><appender-ref ref="LOGCAST"/></root>
                </configuration>
                """.formatted(properties);
        var configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    }

    private Logger logger(String name) {
        return context.getLogger(name);
    }

    private String statuses() {
        return context.getStatusManager().getCopyOfStatusList().stream()
                .map(Status::getMessage)
                .collect(joining("\n"));
    }

    private List<JsonNode> events() throws IOException {
        var mapper = new ObjectMapper();
        var events = new ArrayList<JsonNode>();
        for (var request : producer.requests()) {
            for (var line : request.lines()) {
                events.add(mapper.readTree(line));
            }
        }
        return events;
    }
}
