package io.logcast.log4j2;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.logcast.client.spool.Spool;
import io.logcast.testing.appenders.AppenderTests;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.MarkerManager;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.xml.XmlConfiguration;
import org.apache.logging.log4j.core.filter.ThresholdFilter;
import org.apache.logging.log4j.message.StringMapMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogcastAppenderTest extends AppenderTests {

    private final Statuses statuses = new Statuses();
    private final LoggerContext context = new LoggerContext("test");

    @BeforeEach
    void clearContext() {
        ThreadContext.clearAll();
    }

    @AfterEach
    void close() {
        stop();
        ThreadContext.clearAll();
        statuses.end();
    }

    @Test
    void sendsWhatAnEventHas() throws Exception {
        // Given
        configure(Map.of("source", "orders"));
        ThreadContext.put("tenant", "acme");
        ThreadContext.put("trace_id", TRACE);
        ThreadContext.put("spanId", SPAN);
        ThreadContext.push("outer");
        ThreadContext.push("inner");
        var slow = MarkerManager.getMarker("SLOW").setParents(MarkerManager.getMarker("AUDIT"));
        var thrown = new IllegalStateException("no stock", new IOException("away"));
        // When
        var before = Instant.now();
        logger("io.example.Orders").error(slow, "order {} failed", 4711, thrown);
        stop();
        // Then
        var event = traced(before, "io.example.Orders");
        assertThat(event.get("severity").asText()).isEqualTo("ERROR");
        assertThat(event.get("message").asText()).isEqualTo("order 4711 failed");
        var attributes = event.get("attributes");
        assertThat(attributes.get("markers").asText()).isEqualTo("SLOW,AUDIT");
        assertThat(attributes.get("tenant").asText()).isEqualTo("acme");
        assertThat(attributes.get("ndc").asText()).isEqualTo("outer inner");
        assertThat(attributes.get("exception.type").asText()).isEqualTo("java.lang.IllegalStateException");
        assertThat(attributes.get("exception.message").asText()).isEqualTo("no stock");
        assertThat(attributes.get("exception.stacktrace").asText())
                .startsWith("java.lang.IllegalStateException: no stock")
                .contains("at io.logcast.log4j2.LogcastAppenderTest", "Caused by: java.io.IOException: away");
    }

    @Test
    void sendsTheEntriesOfAMapMessage() throws Exception {
        // Given
        configure(Map.of());
        // When
        logger("io.example").info(new StringMapMessage().with("order", "4711").with("tenant", "acme"));
        stop();
        // Then
        var attributes = events().get(0).get("attributes");
        assertThat(attributes.get("order").asText()).isEqualTo("4711");
        assertThat(attributes.get("tenant").asText()).isEqualTo("acme");
    }

    @ParameterizedTest
    @CsvSource({
        "TRACE, TRACE, ",
        "DEBUG, DEBUG, ",
        "INFO, INFO, ",
        "WARN, WARN, ",
        "ERROR, ERROR, ",
        "FATAL, FATAL, ",
        "NOTICE, WARN, NOTICE",
        "OFF, FATAL, OFF",
        "ALL, TRACE, ALL"
    })
    void sendsEveryLevel(String level, String severity, String own) throws Exception {
        // Given
        Level.forName("NOTICE", 350);
        configure(Map.of());
        // When
        logger("io.example").log(Level.getLevel(level), "hello");
        stop();
        // Then
        var event = events().get(0);
        assertThat(event.get("severity").asText()).isEqualTo(severity);
        assertThat(event.has("source")).isFalse();
        assertThat(event.get("attributes").path("severity_text").asText(null)).isEqualTo(own);
    }

    @Test
    void aNewConfigurationLosesNothing() throws Exception {
        // Given
        configure(Map.of());
        info("io.example", "before");
        // When
        configure(Map.of("source", "orders"));
        info("io.example", "after");
        // Then
        await().atMost(PATIENCE).until(() -> messages().size() == 2);
        assertThat(messages()).containsExactlyInAnyOrder("before", "after");
    }

    @Test
    void newConfigurationsCloseTogetherLoseNothingWhileTheServiceIsAway() throws Exception {
        // Given
        var release = new CountDownLatch(1);
        producer.then((exchange, lines) -> release.await());
        var settings = Map.of("stopTimeout", "0 seconds");
        configure(settings);
        info("io.example", "one");
        await().atMost(PATIENCE).until(() -> !producer.requests().isEmpty());
        // When
        configure(settings);
        info("io.example", "two");
        configure(settings);
        info("io.example", "three");
        release.countDown();
        // Then
        await().atMost(PATIENCE).until(() -> messages().size() == 3);
        assertThat(messages()).containsExactlyInAnyOrder("one", "two", "three");
        LogcastAppender appender = context.getConfiguration().getAppender("LOGCAST");
        assertThat(appender.getDropped()).isZero();
        assertThat(statuses()).doesNotContain("cannot be used");
    }

    @Test
    void aSecondStartHoldsNothing(@TempDir Path spool) throws Exception {
        // Given
        var appender = LogcastAppender.newBuilder()
                .setUrl(producer.uri().toString())
                .setSpoolDirectory(spool.toString())
                .setStopTimeout("1 minute")
                .build();
        assertThat(appender).isNotNull();
        // When
        appender.start();
        appender.start();
        appender.stop();
        // Then
        Spool.open(spool, Spool.MIN_BYTES).close();
    }

    @Test
    void stopsInTheTimeThatLog4jGives() throws Exception {
        // Given
        var release = new CountDownLatch(1);
        producer.then((exchange, lines) -> release.await());
        configure(Map.of("stopTimeout", "5 minutes"));
        info("io.example", "left behind");
        await().atMost(PATIENCE).until(() -> !producer.requests().isEmpty());
        // Then
        assertTimeoutPreemptively(PATIENCE, () -> context.stop(1, TimeUnit.MILLISECONDS));
        release.countDown();
    }

    @Test
    void anObjectThatFailsHarmsNobody() throws Exception {
        // Given
        configure(Map.of());
        var broken = new RuntimeException("broken") {
            @Override
            public String getMessage() {
                throw new IllegalStateException("broken");
            }
        };
        // When
        assertThatCode(() -> logger("io.example").info("one", broken)).doesNotThrowAnyException();
        info("io.example", "two");
        LogcastAppender appender = context.getConfiguration().getAppender("LOGCAST");
        stop();
        // Then
        assertThat(messages()).containsExactly("two");
        assertThat(appender.getDropped()).isEqualTo(1);
        assertThat(statuses()).contains("cannot be sent");
    }

    @Test
    void isBuiltByAProgramTooAndTakesAFilter(@TempDir Path spool) throws Exception {
        // Given
        var warnings = ThresholdFilter.createFilter(Level.WARN, null, null);
        var appender = LogcastAppender.newBuilder()
                .setName("built")
                .setFilter(warnings)
                .setUrl(producer.uri().toString())
                .setSpoolDirectory(spool.toString())
                .setSource("orders")
                .setStopTimeout("1 minute")
                .build();
        assertThat(appender).isNotNull();
        appender.start();
        configure(Map.of("url", ""));
        context.getConfiguration().getRootLogger().addAppender(appender, Level.ALL, null);
        // When
        info("io.example", "one");
        logger("io.example").warn("two");
        appender.stop();
        // Then
        assertThat(messages()).containsExactly("two");
        assertThat(events().get(0).get("source").asText()).isEqualTo("orders");
    }

    /** Nothing says where plugins are: Log4j2 finds the element by the list that the build made. */
    @Override
    protected void configureExactly(Map<String, String> settings) throws IOException {
        var attributes = settings.entrySet().stream()
                .map(setting -> "%s='%s'".formatted(setting.getKey(), setting.getValue()))
                .collect(joining(" "));
        var xml = """
                <Configuration>
                  <Appenders><Logcast name="LOGCAST" %s/></Appenders>
                  <Loggers><Root level="ALL"><AppenderRef ref="LOGCAST"/></Root></Loggers>
                </Configuration>
                """.formatted(attributes);
        var source = new ConfigurationSource(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
        context.start(new XmlConfiguration(context, source));
    }

    @Override
    protected void info(String logger, String message) {
        logger(logger).info(message);
    }

    @Override
    protected void stop() {
        context.stop();
    }

    @Override
    protected String statuses() {
        return statuses.text();
    }

    @Override
    protected void forgetStatuses() {
        statuses.forget();
    }

    @Override
    protected Class<?> ofTheLibrary() {
        return LoggerContext.class;
    }

    private Logger logger(String name) {
        return context.getLogger(name);
    }
}
