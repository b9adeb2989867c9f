package io.logcast.consumer.webhooks;

import static io.logcast.testing.LogEventFixtures.event;

import io.logcast.consumer.webhooks.WebhookTarget.Authentication;
import io.logcast.consumer.webhooks.WebhookTarget.Format;
import io.logcast.consumer.webhooks.addresses.Addresses;
import io.logcast.consumer.webhooks.addresses.Addresses.HostNames;
import io.logcast.consumer.webhooks.addresses.Network;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Sends to receivers on this machine, whatever the names of their hosts are. */
final class Sending {

    /** Longer than anything takes. */
    static final Duration LONG = Duration.ofSeconds(60);

    private static final String HOST = "receiver.example";

    private Sending() {}

    static WebhookClient client(Vertx vertx, Optional<Path> secrets, Duration deadline) {
        return client(new HttpClients(vertx, new TlsConfigurations()), secrets, deadline);
    }

    static WebhookClient client(HttpClients clients, Optional<Path> secrets, Duration deadline) {
        var loopback =
                new Addresses(List.of(Network.of("127.0.0.1/32")), name -> InetAddress.getAllByName("127.0.0.1"));
        return new WebhookClient(Clock.systemUTC(), clients, new Secrets(secrets), loopback, deadline);
    }

    static WebhookClient client(Vertx vertx, List<Network> allowed, HostNames names) {
        return new WebhookClient(
                Clock.systemUTC(),
                new HttpClients(vertx, new TlsConfigurations()),
                new Secrets(Optional.empty()),
                new Addresses(allowed, names),
                LONG);
    }

    static WebhookResult result(WebhookClient client, WebhookTarget target, WebhookBatch batch) {
        return client.send(target, batch)
                .toCompletableFuture()
                .orTimeout(2 * LONG.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    static WebhookTarget target(String url, @Nullable String tls) {
        return new WebhookTarget(URI.create(url), Format.JSON, Map.of(), List.of(), null, tls);
    }

    static WebhookTarget target(
            Receiver receiver, Format format, List<String> secrets, @Nullable Authentication authentication) {
        var url = URI.create("http://" + HOST + ":" + receiver.port() + "/hooks?tenant=a%20b");
        return new WebhookTarget(url, format, Map.of("X-Tenant", "acme"), secrets, authentication, null);
    }

    static WebhookBatch batch() {
        return WebhookBatch.of(List.of(event("first"), event("second")), 1);
    }
}
