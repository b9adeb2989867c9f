package io.logcast.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PortsTest {

    @Test
    void neverGivesAPortOutTwice() {
        var ports = IntStream.range(0, 50).map(i -> Ports.free()).distinct().count();

        assertThat(ports).isEqualTo(50);
    }

    @Test
    void keepsItsPortsFromOtherJvms() {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var classes = System.getProperty("java.class.path");

        var other = Command.run(
                Duration.ofMinutes(1), java, "-cp", classes, OtherJvm.class.getName(), Integer.toString(Ports.free()));

        assertThat(other.orThrow().output()).contains("reserved: false");
    }

    static final class OtherJvm {

        public static void main(String[] port) {
            System.out.println("reserved: " + Ports.isReserved(Integer.parseInt(port[0])));
        }
    }

    @Test
    void seesAListenerOnTheLoopbackInterface() throws IOException {
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(Ports.isFree(listener.getLocalPort())).isFalse();
        }
    }

    @Test
    void seesAListenerOnAllInterfaces() throws IOException {
        try (var listener = new ServerSocket(0)) {
            assertThat(Ports.isFree(listener.getLocalPort())).isFalse();
        }
    }

    @Test
    void keepsAPortThatWasChosen() {
        assertThat(Ports.orFree(5672)).isEqualTo(5672);
        assertThat(Ports.orFree(0)).isBetween(20_000, 32_000);
    }
}
