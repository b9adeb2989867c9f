package io.logcast.consumer.webhooks;

import static io.logcast.consumer.webhooks.Sending.LONG;
import static io.logcast.consumer.webhooks.Sending.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logcast.testing.tls.Certificates;
import io.quarkus.tls.CertificateUpdatedEvent;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemTrustOptions;
import java.nio.file.Path;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // JUnit sets the folder, and calls what sets the rest.
class WebhookTlsTest {

    private static final String HOST = "receiver.example";

    @TempDir
    static Path folder;

    private static Certificates ofReceiver;
    private static Certificates ofSender;

    private final TlsConfigurations configurations = new TlsConfigurations();
    private Vertx vertx;
    private HttpClients clients;

    @BeforeAll
    static void makeCertificates() {
        ofReceiver = Certificates.of("receiver", "dns:" + HOST, folder);
        ofSender = Certificates.of("sender", "dns:sender.example", folder);
    }

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        clients = new HttpClients(vertx, configurations);
    }

    @AfterEach
    void stop() {
        Receiver.join(vertx.close());
    }

    @Test
    void refusesACertificateThatNobodyVouchesFor() {
        try (var receiver = new Receiver(vertx, tls())) {
            assertThat(send(receiver, HOST, null))
                    .asInstanceOf(InstanceOfAssertFactories.type(WebhookResult.Retry.class))
                    .extracting(WebhookResult.Retry::reason)
                    .asString()
                    .startsWith("TLS with receiver.example failed: ");
            assertThat(receiver.requests).isEmpty();
        }
    }

    @Test
    void trustsTheAuthorityOfAConfigurationAndNamesTheHost() {
        configurations.register("partner", TlsConfigurations.of(ofReceiver, null));
        try (var receiver = new Receiver(vertx, tls().setSni(true))) {
            assertThat(send(receiver, HOST, "partner")).isEqualTo(new WebhookResult.Delivered(200));
            assertThat(receiver.requests.get(0).sni()).isEqualTo(HOST);
            assertThat(receiver.requests.get(0).header("Host")).isEqualTo(HOST + ":" + receiver.port());
        }
    }

    @Test
    void refusesTheCertificateOfAnotherHost() {
        configurations.register("partner", TlsConfigurations.of(ofReceiver, null));
        try (var receiver = new Receiver(vertx, tls())) {
            assertThat(send(receiver, "other.example", "partner"))
                    .asInstanceOf(InstanceOfAssertFactories.type(WebhookResult.Retry.class))
                    .extracting(WebhookResult.Retry::reason)
                    .asString()
                    .contains("other.example");
            assertThat(receiver.requests).isEmpty();
        }
    }

    @Test
    void hasTheClientCertificateOfAConfigurationAlsoAfterItChanged() {
        // Given
        var options = tls().setClientAuth(ClientAuth.REQUIRED)
                .setTrustOptions(
                        new PemTrustOptions().addCertPath(ofSender.certificate().toString()));
        configurations.register("without", TlsConfigurations.of(ofReceiver, null));
        configurations.register("with", TlsConfigurations.of(ofReceiver, ofSender));
        try (var receiver = new Receiver(vertx, options)) {
            // Then
            assertThat(send(receiver, HOST, "without")).isInstanceOf(WebhookResult.Retry.class);
            assertThat(receiver.requests).isEmpty();
            assertThat(send(receiver, HOST, "with")).isEqualTo(new WebhookResult.Delivered(200));
            // When
            clients.renew(new CertificateUpdatedEvent("without", TlsConfigurations.of(ofReceiver, ofSender)));
            // Then
            await().atMost(LONG).until(() -> send(receiver, HOST, "without") instanceof WebhookResult.Delivered);
        }
    }

    @Test
    void doesNotSpeakTlsWithoutTls() {
        try (var receiver = new Receiver(vertx, new HttpServerOptions())) {
            assertThat(send(receiver, HOST, null))
                    .isEqualTo(new WebhookResult.Retry("receiver.example does not speak TLS", Optional.empty()));
        }
    }

    private static HttpServerOptions tls() {
        return new HttpServerOptions().setSsl(true).setKeyCertOptions(TlsConfigurations.key(ofReceiver));
    }

    private WebhookResult send(Receiver receiver, String host, @Nullable String tls) {
        var client = Sending.client(clients, Optional.empty(), LONG);
        return Sending.result(client, Sending.target("https://" + host + ":" + receiver.port() + "/", tls), batch());
    }
}
