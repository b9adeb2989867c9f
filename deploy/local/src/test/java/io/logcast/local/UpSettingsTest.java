package io.logcast.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logcast.local.UpSettings.Port;
import io.logcast.local.process.LocalProcessException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UpSettingsTest {

    @Test
    void defaultsAreThoseOfTheServices() {
        var settings = UpSettings.from(Map.of());

        assertThat(settings.ownPorts(true))
                .extracting(Port::number)
                .containsExactly(5672, 15672, 15692, 5432, 8080, 8081);
        assertThat(settings.existingBroker()).isEmpty();
        assertThat(settings.existingDatabase()).isEmpty();
    }

    @Test
    void needsNoPortsForWhatIsThereAlready() {
        var settings = UpSettings.from(
                Map.of("RABBITMQ_HOST", "broker", "QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://db/logcast"));

        assertThat(settings.ownPorts(false)).isEmpty();
        assertThat(settings.existingBroker()).hasValue(new UpSettings.ExistingBroker("broker", 5672, "guest", "guest"));
    }

    @Test
    void namesTheVariableThatIsNoPort() {
        assertThatThrownBy(() -> UpSettings.from(Map.of("PRODUCER_PORT", "http")))
                .isInstanceOf(LocalProcessException.class)
                .hasMessageContaining("PRODUCER_PORT")
                .hasMessageContaining("http");
        assertThatThrownBy(() -> UpSettings.from(Map.of("CONSUMER_PORT", "70000")))
                .hasMessageContaining("CONSUMER_PORT");
    }

    @Test
    void namesAPortInUseAndTheVariableThatChangesIt() throws IOException {
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var port = new Port("RabbitMQ", "RABBITMQ_PORT", listener.getLocalPort());

            assertThatThrownBy(() -> Up.checkPorts(List.of(port)))
                    .hasMessageContaining("Port " + listener.getLocalPort() + " is in use")
                    .hasMessageContaining("RABBITMQ_PORT");
        }
    }

    @Test
    void namesTwoVariablesWithTheSamePort() {
        var ports = List.of(new Port("a", "PRODUCER_PORT", 29_999), new Port("b", "CONSUMER_PORT", 29_999));

        assertThatThrownBy(() -> Up.checkPorts(ports))
                .hasMessageContaining("PRODUCER_PORT and CONSUMER_PORT are the same port, 29999");
    }
}
