package io.logcast.consumer.webhooks;

import static io.logcast.consumer.webhooks.Sending.batch;
import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.consumer.webhooks.addresses.Addresses.HostNames;
import io.logcast.consumer.webhooks.addresses.Network;
import io.logcast.http.InvalidFieldException;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sends to addresses of this machine that nothing may be sent to, while something listens there. */
class ForbiddenAddressesTest {

    /** All lead to this machine, or would lead to a neighbour of it or to a cloud's metadata. */
    private static final List<String> HOSTS = List.of(
            "127.0.0.1",
            "127.0.0.2",
            "127.1",
            "2130706433",
            "0x7f000001",
            "0x7f.0.0.1",
            "017700000001",
            "0177.0.0.1",
            "127.0.0.01",
            "127.0.0.1.",
            "0.0.0.0",
            "0",
            "localhost",
            "LOCALHOST",
            "localhost.",
            "[::1]",
            "[::]",
            "[0:0:0:0:0:0:0:1]",
            "[::ffff:127.0.0.1]",
            "[::ffff:7f00:1]",
            "[::127.0.0.1]",
            "[64:ff9b::7f00:1]",
            "[2002:7f00:1::]",
            "[fe80::1]",
            "[fd00:ec2::254]",
            "10.0.0.1",
            "172.16.0.1",
            "192.168.0.1",
            "100.64.0.1",
            "100.100.100.200",
            "169.254.169.254",
            "168.63.129.16",
            "192.0.0.192",
            "224.0.0.1",
            "255.255.255.255",
            "１２７.０.０.１",
            "loopback.example",
            "metadata.example");

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() {
        Receiver.join(vertx.close());
    }

    @Test
    void sendsNothingToThem() throws IOException {
        try (var listening = ServerSocketChannel.open().bind(new InetSocketAddress(0))) {
            // Given
            var port = ((InetSocketAddress) listening.getLocalAddress()).getPort();
            var client = Sending.client(vertx, List.of(), ForbiddenAddressesTest::resolve);
            // Then
            for (var host : HOSTS) {
                assertThat(refusal(client, "http://" + host + ":" + port + "/"))
                        .as(host)
                        .startsWith("push.url: ");
                assertThat(refusal(client, "https://" + host + ":" + port + "/"))
                        .as(host)
                        .startsWith("push.url: ");
            }
            listening.configureBlocking(false);
            assertThat(listening.accept()).isNull();
        }
    }

    @Test
    void connectsToTheAddressThatWasChecked() {
        // Given
        var lookUps = new AtomicInteger();
        HostNames changing =
                host -> InetAddress.getAllByName(lookUps.getAndIncrement() == 0 ? "127.0.0.1" : "127.0.0.2");
        var client = Sending.client(vertx, List.of(Network.of("127.0.0.1/32")), changing);
        try (var receiver = new Receiver(vertx, new HttpServerOptions())) {
            var target = Sending.target("http://changing.example:" + receiver.port() + "/", null);
            // When
            var first = send(client, target);
            var second = send(client, target);
            // Then
            assertThat(first).isEqualTo(new WebhookResult.Delivered(200));
            assertThat(second)
                    .isInstanceOfSatisfying(
                            WebhookResult.Retry.class,
                            retry -> assertThat(retry.reason()).contains("127.0.0.2, which is not public"));
            assertThat(lookUps).hasValue(2);
            assertThat(receiver.requests).hasSize(1);
        }
    }

    private static InetAddress[] resolve(String host) throws UnknownHostException {
        return switch (host) {
            case "loopback.example", "localhost." -> InetAddress.getAllByName("127.0.0.1");
            case "metadata.example" -> InetAddress.getAllByName("169.254.169.254");
            default -> InetAddress.getAllByName(host);
        };
    }

    /** Why nothing was sent: the URL is not a target's, or the attempt ended. */
    private static String refusal(WebhookClient client, String url) {
        try {
            return send(client, Sending.target(url, null)) instanceof WebhookResult.Retry retry
                    ? retry.reason()
                    : "sent";
        } catch (InvalidFieldException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static WebhookResult send(WebhookClient client, WebhookTarget target) {
        return Sending.result(client, target, batch());
    }
}
