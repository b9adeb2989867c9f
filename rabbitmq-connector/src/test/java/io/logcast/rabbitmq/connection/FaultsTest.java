package io.logcast.rabbitmq.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultsTest {

    @Test
    void aTaskThatFailsIsRunAgain() {
        // Given
        var runs = new AtomicInteger();
        var timer = new ScheduledThreadPoolExecutor(1);

        // When
        timer.scheduleWithFixedDelay(
                Faults.survived("A test", () -> {
                    runs.incrementAndGet();
                    throw new NoClassDefFoundError("of a test");
                }),
                0,
                1,
                TimeUnit.MILLISECONDS);

        // Then
        await().until(() -> runs.get() > 3);
        timer.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"task", "thread", "cause"})
    void outOfMemoryEndsTheProcess(String where) throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process = new ProcessBuilder(
                        List.of(java, "-cp", System.getProperty("java.class.path"), OutOfMemory.class.getName(), where))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();

        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isEqualTo(Faults.OUT_OF_MEMORY_STATUS);
    }

    /** A program that would survive running out of memory. */
    static final class OutOfMemory {

        private OutOfMemory() {}

        public static void main(String[] arguments) {
            Runnable failing = () -> {
                throw new OutOfMemoryError("of a test");
            };
            switch (arguments[0]) {
                case "task" -> {
                    var unused = Executors.newSingleThreadExecutor().submit(Faults.survived("A test", failing));
                }
                case "thread" ->
                    ConnectorThreads.named(new Thread(failing), "a test").start();
                default -> Faults.report("A test", new IllegalStateException(new OutOfMemoryError("of a test")));
            }
            await().forever().until(() -> false);
        }
    }
}
