package io.logcast.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logcast.local.process.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The checks of {@code deploy/local/up} before it builds. */
class UpIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String UP = "deploy/local/up";

    @Test
    void isRefusedWhileItRunsInTheSameClone() {
        // Given
        var clone = ProjectCopy.in("clone-of-two-ups").root();
        try (var first = ShellProcess.start(clone, freePorts(), ShellProcess.ignoringInterrupts(UP))) {
            await().atMost(PATIENCE).until(() -> first.output().contains("Building"));
            // When
            try (var second = ShellProcess.start(clone, freePorts(), UP)) {
                // Then
                assertThat(second.exitStatus()).isEqualTo(1);
                assertThat(second.output())
                        .contains("running in this clone already")
                        .doesNotContain("Building");
            }
            assertThat(first.isRunning()).as(first.outputTail()).isTrue();
            first.interrupt();
        }
        // The lock of a process that has ended does not count.
        try (var third = ShellProcess.start(clone, freePorts(), UP)) {
            await().atMost(PATIENCE).until(() -> third.output().contains("Building"));
            third.interrupt();
        }
    }

    @Test
    void isRefusedBeforeItBuildsWhenAPortIsTaken() throws IOException {
        // Given
        var clone = ProjectCopy.in("clone-without-a-port").root();
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var ports = freePorts();
            ports.put("CONSUMER_PORT", Integer.toString(taken.getLocalPort()));
            // When
            try (var up = ShellProcess.start(clone, ports, UP)) {
                // Then
                assertThat(up.exitStatus()).isEqualTo(1);
                assertThat(up.output())
                        .contains("Port " + taken.getLocalPort() + " is in use. Set CONSUMER_PORT to another port.")
                        .doesNotContain("Building");
            }
        }
        assertThat(clone.resolve(".local/build.log")).doesNotExist();
    }

    private static Map<String, String> freePorts() {
        var ports = new HashMap<String, String>();
        for (var variable : new String[] {
            "RABBITMQ_PORT",
            "RABBITMQ_MANAGEMENT_PORT",
            "RABBITMQ_PROMETHEUS_PORT",
            "POSTGRESQL_PORT",
            "PRODUCER_PORT",
            "CONSUMER_PORT"
        }) {
            ports.put(variable, Integer.toString(Ports.free()));
        }
        return ports;
    }
}
