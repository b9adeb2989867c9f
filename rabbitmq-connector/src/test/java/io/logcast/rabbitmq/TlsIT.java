package io.logcast.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.logcast.rabbitmq.testing.Connectors;
import io.logcast.rabbitmq.testing.NamedTls;
import io.logcast.rabbitmq.testing.RabbitMq;
import io.logcast.testing.network.TcpProxy;
import io.logcast.testing.tls.Certificates;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS against a proxy that speaks it in front of the broker. */
@SuppressWarnings("NullAway.Init") // Each test starts what it needs.
class TlsIT {

    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    static Path folder;

    private static Certificates server;
    private static Certificates client;

    private final RabbitMq broker = RabbitMq.shared();
    private final String name = RabbitMq.uniqueName();
    private TcpProxy proxy;
    private Connectors connectors;

    @BeforeAll
    static void certificates() {
        server = Certificates.of("server", "dns:localhost", folder);
        client = Certificates.of("client", "dns:client", folder);
    }

    @AfterEach
    void stop() {
        connectors.close();
        proxy.close();
    }

    @Test
    void publishesAndConsumesWithATrustStore() {
        start("localhost", false);

        assertThatMessagesPass(trustStore());
    }

    @Test
    void aCertificateForAnotherHostIsRefused() {
        // Given: the certificate is for localhost
        start("127.0.0.1", false);

        // When
        var outbox = connectors.outgoing("out", attributes(trustStore()));

        // Then
        assertThat(outbox.send("x").await(SOON).isNacked()).isTrue();
        assertThat(connectors.health().getReadiness().isOk()).isFalse();
    }

    @Test
    void hostnamesAreNotCheckedWhereThatIsSwitchedOff() {
        start("127.0.0.1", false);
        var attributes = new HashMap<>(trustStore());
        attributes.put("ssl.hostname-verification-algorithm", "NONE");

        assertThatMessagesPass(attributes);
    }

    @Test
    void anUntrustedCertificateIsRefused() {
        // Given
        start("localhost", false);

        // When
        var outbox = connectors.outgoing("out", attributes(Map.of("ssl", "true")));

        // Then
        assertThat(outbox.send("x").await(SOON).isNacked()).isTrue();
    }

    @Test
    void aNamedConfigurationBringsTheClientsCertificate() {
        start("localhost", true);

        assertThatMessagesPass(Map.of("tls-configuration-name", NamedTls.NAME));
    }

    @Test
    void anUnknownConfigurationStopsTheStart() {
        start("localhost", true);

        assertThatThrownBy(() -> connectors.outgoing("out", attributes(Map.of("tls-configuration-name", "missing"))))
                .hasMessage("No TLS configuration is named 'missing'");
    }

    private void start(String host, boolean mutual) {
        var listener = TcpProxy.listen(server.context(client).getServerSocketFactory());
        ((SSLServerSocket) listener).setNeedClientAuth(mutual);
        proxy = new TcpProxy(broker.endpoint().host(), broker.endpoint().port(), listener);
        NamedTls.context = client.context(server);
        connectors = Connectors.start(broker.attributesVia(host, proxy.port()), NamedTls.class);
    }

    private void assertThatMessagesPass(Map<String, String> tls) {
        var inbox = connectors.incoming("in", attributes(tls)).ackAll();
        var outbox = connectors.outgoing("out", attributes(tls));
        await().atMost(SOON).until(() -> outbox.send("secret").await(SOON).isAcked());
        await().atMost(SOON).until(() -> inbox.received().contains("secret"));
    }

    private Map<String, String> trustStore() {
        return Map.of(
                "ssl",
                "true",
                "trust-store-path",
                server.trustStore().toString(),
                "trust-store-password",
                Certificates.PASSWORD);
    }

    private Map<String, String> attributes(Map<String, String> tls) {
        var attributes = new HashMap<>(Map.of("exchange.name", name, "exchange.type", "fanout"));
        attributes.putAll(tls);
        return attributes;
    }
}
