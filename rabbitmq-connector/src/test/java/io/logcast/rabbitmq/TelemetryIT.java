package io.logcast.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logcast.rabbitmq.PublishException.Reason;
import io.logcast.rabbitmq.testing.Connectors;
import io.logcast.rabbitmq.testing.Failures;
import io.logcast.rabbitmq.testing.RabbitMq;
import io.logcast.rabbitmq.testing.TelemetryBeans;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.smallrye.reactive.messaging.TracingMetadata;
import io.smallrye.reactive.messaging.rabbitmq.OutgoingRabbitMQMetadata;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TelemetryIT {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final RabbitMq broker = RabbitMq.shared();
    private final String name = RabbitMq.uniqueName();
    private Connectors connectors;

    @BeforeEach
    void start() {
        TelemetryBeans.reset();
        var attributes = new HashMap<>(broker.attributes());
        attributes.put("drain-timeout", "500");
        attributes.put("exchange.name", name);
        attributes.put("exchange.type", "direct");
        connectors = Connectors.start(attributes, TelemetryBeans.class);
    }

    @AfterEach
    void stop() {
        connectors.close();
    }

    @Test
    void countsWhatBecomesOfMessages() {
        // Given
        var inbox = connectors
                .incoming("in", Map.of("queue.name", name, "routing-keys", "here"))
                .ackAll();
        var outbox = connectors.outgoing("out", Map.of());

        // When
        outbox.send("1", "here").await(SOON);
        outbox.send("2", "here").await(SOON);
        outbox.send("3", "nowhere").await(SOON);

        // Then
        await().atMost(SOON).until(() -> inbox.received().size() == 2 && count("acked") == 2);
        assertThat(count("published")).isEqualTo(3);
        assertThat(count("confirmed")).isEqualTo(2);
        assertThat(count("returned")).isEqualTo(1);
        assertThat(count("delivered")).isEqualTo(2);
        assertThat(count("acks.stale")).isZero();
        assertThat(TelemetryBeans.REGISTRY
                        .get("logcast.rabbitmq.consumers")
                        .gauge()
                        .value())
                .isEqualTo(1);
        assertThat(TelemetryBeans.REGISTRY
                        .get("logcast.rabbitmq.in.flight")
                        .gauge()
                        .value())
                .isZero();
        assertThat(TelemetryBeans.REGISTRY
                        .get("logcast.rabbitmq.confirm.latency")
                        .timer()
                        .count())
                .isEqualTo(2);
    }

    @Test
    void messagesThatCannotBeSentDoNotCountAsUnavailability() {
        // Given
        var outbox = connectors.outgoing("out", Map.of());
        var tooLong = OutgoingRabbitMQMetadata.builder().withHeader("x", "x".repeat(200_000));

        // When
        var keys = outbox.send("1", "k".repeat(256)).await(SOON);
        var headers = outbox.send("2", tooLong.build()).await(SOON);

        // Then
        assertThat(Failures.reasonOf(keys)).isEqualTo(Reason.INVALID);
        assertThat(Failures.reasonOf(headers)).isEqualTo(Reason.INVALID);
        assertThat(count("invalid")).isEqualTo(2);
        assertThat(count("unavailable")).isZero();
    }

    @Test
    void countsMessagesThatFindNoConnectionAsUnavailability() {
        // Given
        var outbox = connectors.outgoing("out", Map.of("port", "1"));

        // When
        var sent = outbox.send("1", "here").await(SOON);

        // Then
        assertThat(Failures.reasonOf(sent)).isEqualTo(Reason.NOT_CONNECTED);
        assertThat(count("unavailable")).isEqualTo(1);
        assertThat(count("invalid")).isZero();
    }

    @Test
    void aTraceGoesThroughTheBroker() {
        // Given
        var inbox = connectors
                .incoming("in", Map.of("queue.name", name, "routing-keys", "here"))
                .open();
        var outbox = connectors.outgoing("out", Map.of("tracing.attribute-headers", "severity"));

        // When
        outbox.send("1", "here").await(SOON);
        var message = inbox.take();
        assertThat(message.getMetadata(TracingMetadata.class)).isPresent();
        message.ack();

        // Then
        await().atMost(SOON)
                .until(() -> TelemetryBeans.SPANS.getFinishedSpanItems().size() == 2);
        var send = span(SpanKind.PRODUCER);
        var process = span(SpanKind.CONSUMER);
        assertThat(send.getName()).isEqualTo("send " + name);
        assertThat(process.getName()).isEqualTo("process " + name);
        assertThat(process.getTraceId()).isEqualTo(send.getTraceId());
        assertThat(process.getParentSpanId()).isEqualTo(send.getSpanId());
    }

    @Test
    void makesNoSpansWhereOpenTelemetryIsDisabled() {
        // Given
        System.setProperty("otel.sdk.disabled", "true");
        try {
            var inbox = connectors
                    .incoming("in", Map.of("queue.name", name, "routing-keys", "here"))
                    .open();
            var outbox = connectors.outgoing("out", Map.of());
            // When
            outbox.send("1", "here").await(SOON);
            inbox.take().ack();
            // Then
            await().atMost(SOON).until(() -> count("acked") == 1);
            assertThat(TelemetryBeans.SPANS.getFinishedSpanItems()).isEmpty();
        } finally {
            System.clearProperty("otel.sdk.disabled");
        }
    }

    private static SpanData span(SpanKind kind) {
        return TelemetryBeans.SPANS.getFinishedSpanItems().stream()
                .filter(span -> span.getKind() == kind)
                .findFirst()
                .orElseThrow();
    }

    private static double count(String meter) {
        return TelemetryBeans.REGISTRY
                .get("logcast.rabbitmq." + meter)
                .counter()
                .count();
    }
}
