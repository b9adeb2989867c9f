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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application with the logback.xml of docs/integrations/java.md. */
class LogbackIT extends InstalledServices {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    /** Of the producer, in lines of a millisecond each; for a minute: -De2e.logback.outage=60000. */
    private static final int OUTAGE = Integer.getInteger("e2e.logback.outage", 5_000);

    private static final Pattern LOGGED = Pattern.compile("(?:logged|finished) (\\d+)");

    @TempDir
    Path folder;

    @Test
    void whatAnApplicationLogsWhileTheProducerIsAwayIsArchivedOnce() throws Exception {
        // Given
        var application = startApplication();
        try {
            await().atMost(PATIENCE).until(() -> installation.archive().count() > 0);
            // When
            producer.kill();
            awaitLinesAfter(logged() + OUTAGE);
            var missed = logged();
            producer.start().awaitReady(PATIENCE);
            await().atMost(PATIENCE).until(() -> installation.archive().count() >= missed);
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
        System.out.println(output());
        var lines = IntStream.range(0, logged()).mapToObj(i -> "line " + i).toList();
        await().atMost(PATIENCE).until(() -> installation.archive().count() >= lines.size());
        assertThat(installation.archive().messages()).containsExactlyInAnyOrderElementsOf(lines);
        assertThat(installation.archive().deadLetteredIds()).isEmpty();
        var event = LogClient.get(consumer.baseUri(), "/api/v1/logs?limit=1").body();
        assertThat(event)
                .contains("\"source\":\"orders\"", "\"logger\":\"" + LoggingApplication.class.getName() + "\"");
    }

    private Process startApplication() throws IOException {
        var configuration = Files.writeString(folder.resolve("logback.xml"), configuration());
        var builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-Dslf4j.provider=ch.qos.logback.classic.spi.LogbackServiceProvider",
                        "-Dlogback.configurationFile=" + configuration,
                        "-cp",
                        System.getProperty("java.class.path"),
                        LoggingApplication.class.getName()))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile());
        builder.environment().put("LOGCAST_URL", producer.baseUri().toString());
        builder.environment().put("LOGCAST_SPOOL", folder.resolve("spool").toString());
        return builder.start();
    }

    /** As it is on the page, with time to send everything on a machine that is busy. */
    private static String configuration() throws IOException {
        return Integrations.blocks("java.md").stream()
                .filter(block -> block.startsWith("<configuration>"))
                .findFirst()
                .orElseThrow()
                .replace("</source>", "</source><stopTimeout>1 minute</stopTimeout>");
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
