package io.logcast.testing.appenders;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.logcast.testing.network.FakeProducer;
import java.io.IOException;
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

/** Tests of the appender for each logging library, configured as in an application. */
@SuppressWarnings("NullAway.Init") // JUnit sets the folder, and the producer is started before each test.
public abstract class AppenderTests {

    protected static final Duration PATIENCE = Duration.ofMinutes(1);
    protected static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    protected static final String SPAN = "00f067aa0ba902b7";

    @TempDir
    Path folder;

    protected FakeProducer producer;

    /** Configures the library with an appender {@code LOGCAST} that has these settings, and that all loggers use. */
    protected abstract void configureExactly(Map<String, String> settings) throws Exception;

    /** Logs the line at the level INFO. */
    protected abstract void info(String logger, String message);

    /** Stops the library. */
    protected abstract void stop();

    /** What the library has reported about itself since {@link #forgetStatuses}. */
    protected abstract String statuses();

    protected abstract void forgetStatuses();

    /** A class of the library. */
    protected abstract Class<?> ofTheLibrary();

    @BeforeEach
    final void startProducer() throws IOException {
        producer = new FakeProducer();
    }

    @AfterEach
    final void stopProducer() {
        producer.close();
    }

    /** Configures the library with these settings and those that every appender needs. */
    protected final void configure(Map<String, String> settings) throws Exception {
        var all = new TreeMap<>(Map.of(
                "stopTimeout", "1 minute",
                "url", producer.uri().toString(),
                "spoolDirectory", folder.resolve("spool").toString()));
        all.putAll(settings);
        configureExactly(all);
    }

    /** All events that have arrived. */
    protected final List<JsonNode> events() throws IOException {
        var mapper = new ObjectMapper();
        var events = new ArrayList<JsonNode>();
        for (var line : producer.lines()) {
            events.add(mapper.readTree(line));
        }
        return events;
    }

    /** The messages of the events that have arrived, each id once. */
    protected final List<String> messages() throws IOException {
        return List.copyOf(events().stream()
                .collect(toMap(
                        event -> event.get("id").asText(),
                        event -> event.get("message").asText(),
                        (one, again) -> one))
                .values());
    }

    /**
     * Checks that the first event is of this thread, with the source {@code orders} and the ids of trace and span;
     * returns it.
     */
    protected final JsonNode traced(Instant earliest, String logger) throws IOException {
        var event = events().get(0);
        assertThat(UUID.fromString(event.get("id").asText()).version()).isEqualTo(7);
        assertThat(Instant.parse(event.get("timestamp").asText())).isBetween(earliest.minusMillis(1), Instant.now());
        assertThat(event.get("source").asText()).isEqualTo("orders");
        assertThat(event.get("trace_id").asText()).isEqualTo(TRACE);
        assertThat(event.get("spanId").asText()).isEqualTo(SPAN);
        assertThat(event.get("attributes").get("logger").asText()).isEqualTo(logger);
        assertThat(event.get("attributes").get("thread.name").asText())
                .isEqualTo(Thread.currentThread().getName());
        return event;
    }

    @Test
    final void runsOnTheReleaseThatIsTested() {
        var expected = System.getProperty("oldest.release");
        var location = ofTheLibrary().getProtectionDomain().getCodeSource().getLocation();
        if (expected != null) {
            assertThat(location.toString()).contains(expected);
        }
    }

    @Test
    final void aStoppedProducerBlocksNobodyAndGetsEverythingLater() throws Exception {
        // Given
        var release = new CountDownLatch(1);
        producer.then((exchange, lines) -> {
            release.await();
            FakeProducer.send(exchange, 503, "");
        });
        configure(Map.of());
        var lines = IntStream.range(0, 3_000).mapToObj(i -> "line " + i).toList();
        // When
        lines.forEach(line -> info("io.example", line));
        release.countDown();
        stop();
        // Then
        assertThat(messages()).containsExactlyInAnyOrderElementsOf(lines);
        assertThat(statuses()).contains("503").doesNotContain("line 1");
    }

    @Test
    final void theNextProcessSendsWhatThisOneCouldNot() throws Exception {
        // Given
        var release = new CountDownLatch(1);
        producer.then((exchange, lines) -> release.await());
        configure(Map.of("stopTimeout", "0 seconds"));
        info("io.example", "left behind");
        await().atMost(PATIENCE).until(() -> !producer.requests().isEmpty());
        stop();
        release.countDown();
        // When
        await().atMost(PATIENCE).until(this::startsWithTheSpool);
        // Then
        await().atMost(PATIENCE).until(() -> producer.requests().size() > 1);
        assertThat(producer.requests().get(1).lines())
                .isEqualTo(producer.requests().get(0).lines());
    }

    private boolean startsWithTheSpool() throws Exception {
        stop();
        forgetStatuses();
        configure(Map.of());
        return !statuses().contains("in use");
    }

    @Test
    final void neverSendsWhatItsOwnClassesLog() throws Exception {
        // Given
        configure(Map.of("key", "secret"));
        // When
        info("jdk.internal.httpclient.debug", "noise");
        info("io.logcast.client.Sender", "noise");
        info("io.example", "from outside");
        stop();
        // Then
        assertThat(messages()).containsExactly("from outside");
        assertThat(producer.requests().get(0).authorization()).isEqualTo("Bearer secret");
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
    final void saysWhichSettingIsWrongAndDoesNotStart(String name, String value, String complaint) throws Exception {
        // When
        configure(Map.of(name, value));
        // Then
        assertThat(statuses()).contains("The appender [LOGCAST] does not start. " + complaint);
        assertThatCode(() -> info("io.example", "goes nowhere")).doesNotThrowAnyException();
        assertThat(producer.requests()).isEmpty();
    }
}
