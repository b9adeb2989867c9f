package io.logcast.logback;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.status.Status;
import io.logcast.testing.appenders.AppenderTests;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.MarkerFactory;

class LogcastAppenderTest extends AppenderTests {

    private final LoggerContext context = new LoggerContext();
    private final LogbackMDCAdapter mdc = new LogbackMDCAdapter();

    @BeforeEach
    void start() {
        context.setMDCAdapter(mdc);
    }

    @AfterEach
    void close() {
        stop();
    }

    @Test
    void sendsWhatAnEventHas() throws Exception {
        // Given
        configure(Map.of("source", "orders"));
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
        stop();
        // Then
        var event = traced(before, "io.example.Orders");
        assertThat(event.get("severity").asText()).isEqualTo("ERROR");
        assertThat(event.get("message").asText()).isEqualTo("order 4711 failed");
        var attributes = event.get("attributes");
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
        stop();
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
        stop();
        // Then
        assertThat(events().get(0).get("severity").asText()).isEqualTo(level);
        assertThat(events().get(0).has("source")).isFalse();
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
        stop();
        // Then
        assertThat(events()).hasSize(1);
        assertThat(appender.getDropped()).isEqualTo(1);
        assertThat(statuses()).contains("cannot be sent");
    }

    @Override
    protected void configureExactly(Map<String, String> settings) throws Exception {
        context.reset();
        var properties = settings.entrySet().stream()
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
        return context.getStatusManager().getCopyOfStatusList().stream()
                .map(Status::getMessage)
                .collect(joining("\n"));
    }

    @Override
    protected void forgetStatuses() {
        context.getStatusManager().clear();
    }

    @Override
    protected Class<?> ofTheLibrary() {
        return LoggerContext.class;
    }

    private Logger logger(String name) {
        return context.getLogger(name);
    }
}
