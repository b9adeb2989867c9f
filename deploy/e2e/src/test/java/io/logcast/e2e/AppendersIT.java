package io.logcast.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An application with the configuration of docs/integrations/java.md. */
class AppendersIT extends InstalledServices {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    /** Of the producer, in lines of a millisecond each; for a minute: -De2e.appenders.outage=60000. */
    private static final int OUTAGE = Integer.getInteger("e2e.appenders.outage", 2_000);

    private static final Pattern LOGGED = Pattern.compile("(?:logged|finished) (\\d+)");

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "logback | <configuration> | <source>orders</source> | <source>logback</source><stopTimeout>1 minute</stopTimeout>",
                "log4j2  | <Configuration> | source=\"orders\"       | source=\"log4j2\" stopTimeout=\"1 minute\"",
            })
    void whatAnApplicationLogsWhileTheProducerIsAwayIsArchivedOnce(
            String library, String beginning, String source, String ofTheTest) throws Exception {
        // Given
        var application = startApplication(library, configuration(beginning, source, ofTheTest));
        try {
            await().atMost(PATIENCE).until(() -> archived(library) > 0);
            // When
            producer.kill();
            awaitLinesAfter(logged() + OUTAGE);
            var missed = logged();
            producer.start().awaitReady(PATIENCE);
            await().atMost(PATIENCE).until(() -> archived(library) >= missed);
            application.getOutputStream().write('\n');
            application.getOutputStream().flush();
            assertThat(application.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as(this::output)
                    .isTrue();
            assertThat(application.exitValue()).as(this::output).isZero();
        } finally {
            application.destroyForcibly();
        }
        // Then
        System.out.println(library + ": " + output());
        var lines = IntStream.range(0, logged()).mapToObj(i -> "line " + i).toList();
        await().atMost(PATIENCE).until(() -> archived(library) >= lines.size());
        assertThat(installation.archive().messagesOf(library)).containsExactlyInAnyOrderElementsOf(lines);
        assertThat(installation.archive().deadLetteredIds()).isEmpty();
        var event = LogClient.get(consumer.baseUri(), "/api/v1/logs?limit=1&source=" + library)
                .body();
        assertThat(event).contains("\"logger\":\"" + LoggingApplication.class.getName() + "\"");
    }

    private Process startApplication(String library, String configuration) throws IOException {
        var file = Files.writeString(folder.resolve(library + ".xml"), configuration);
        var builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-Dslf4j.provider=ch.qos.logback.classic.spi.LogbackServiceProvider",
                        "-D%s.configurationFile=%s".formatted(library, file),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LoggingApplication.class.getName(),
                        library))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile());
        builder.environment().put("LOGCAST_URL", producer.baseUri().toString());
        builder.environment().put("LOGCAST_SPOOL", folder.resolve("spool").toString());
        return builder.start();
    }

    /** As it is on the page, with a source of its own, and with time to send everything on a machine that is busy. */
    private static String configuration(String beginning, String source, String ofTheTest) throws IOException {
        var onThePage = Integrations.blocks("java.md").stream()
                .filter(block -> block.startsWith(beginning))
                .findFirst()
                .orElseThrow();
        assertThat(onThePage).contains(source);
        return onThePage.replace(source, ofTheTest);
    }

    private static long archived(String source) {
        return installation.archive().countOf(source);
    }

    private void awaitLinesAfter(int count) {
        await().atMost(PATIENCE.plusMillis(OUTAGE)).until(() -> logged() >= count);
    }

    /** How many lines it says that it has logged. */
    private int logged() {
        return LOGGED.matcher(output())
                .results()
                .mapToInt(match -> Integer.parseInt(match.group(1)))
                .max()
                .orElse(0);
    }

    private String output() {
        try {
            return Files.readString(folder.resolve("output"));
        } catch (IOException e) {
            throw new IllegalStateException("the application's output could not be read", e);
        }
    }
}
