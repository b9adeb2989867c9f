package io.logcast.consumer.webhooks;

import io.logcast.consumer.webhooks.addresses.Addresses;
import io.logcast.consumer.webhooks.formats.Body;
import io.logcast.http.InvalidFieldException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jboss.logging.Logger;

/** Sends batches to targets. */
@ApplicationScoped
public class WebhookClient {

    private static final Logger LOG = Logger.getLogger(WebhookClient.class);

    private static final String HTTPS = "https";

    /** One for each batch, since each may wait for a name server; callers limit their number. */
    private final ExecutorService threads = Executors.newCachedThreadPool(WebhookClient::newThread);

    private final Clock clock;
    private final HttpClients clients;
    private final Secrets secrets;
    private final Addresses addresses;
    private final Duration deadline;

    @Inject
    WebhookClient(Clock clock, HttpClients clients, WebhookConfig config) {
        this(
                clock,
                clients,
                new Secrets(config.secrets()),
                new Addresses(config.allowedNetworks().orElse(List.of()), InetAddress::getAllByName),
                config.deadline());
    }

    WebhookClient(Clock clock, HttpClients clients, Secrets secrets, Addresses addresses, Duration deadline) {
        this.clock = clock;
        this.clients = clients;
        this.secrets = secrets;
        this.addresses = addresses;
        this.deadline = deadline;
    }

    /** How long an attempt may take, as configured. */
    public Duration deadline() {
        return deadline;
    }

    /** Sends the batch once, within the configured deadline. */
    public CompletionStage<WebhookResult> send(WebhookTarget target, WebhookBatch batch) {
        return send(target, batch, deadline);
    }

    /**
     * Sends the batch once. The stage completes within the deadline, never exceptionally, and on any thread; so
     * continue on a thread of your own if you block. Callers have to limit how much is on its way at a time.
     */
    public CompletionStage<WebhookResult> send(WebhookTarget target, WebhookBatch batch, Duration within) {
        try {
            var attempt = new Attempt(clock, within, target, batch);
            threads.execute(() -> start(attempt, target, batch, within));
            return attempt.result();
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(
                    new WebhookResult.Retry("this service is stopping", Optional.empty()));
        }
    }

    /** Reads files, looks up a name and compresses. */
    private void start(Attempt attempt, WebhookTarget target, WebhookBatch batch, Duration within) {
        if (attempt.isOver()) {
            return;
        }
        try {
            var body = body(target, batch);
            var client = clients.of(target.tls());
            attempt.send(client, request(target, batch, body, within), body.bytes());
        } catch (UnknownHostException | InvalidFieldException e) {
            attempt.fail(e);
        } catch (RuntimeException e) {
            LOG.errorf(e, "Batch %s could not be sent", batch.id());
            attempt.end("an internal error, which this service has logged");
        }
    }

    private static Thread newThread(Runnable task) {
        var thread = new Thread(task, "webhooks");
        thread.setDaemon(true);
        return thread;
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }

    /**
     * Checks what can be checked without a look-up or a request: that the target's secrets and its TLS configuration
     * exist and can be used, and that an IP address in its URL is allowed. Blocks for reading files.
     *
     * @throws InvalidFieldException naming the first field that cannot be used
     */
    public void check(WebhookTarget target) {
        addresses.check(target.url().getHost());
        target.secrets().forEach(secrets::key);
        if (target.authentication() != null) {
            var unused = secrets.authorization(target.authentication());
        }
        var unused = clients.of(target.tls());
    }

    private static Body body(WebhookTarget target, WebhookBatch batch) {
        return switch (target.format()) {
            case JSON -> Body.json(batch.events());
            case CLOUDEVENTS -> Body.cloudEvents(batch.events());
            case OTLP -> Body.otlp(batch.events());
        };
    }

    /**
     * A request to the address that was checked, even if the name has another one by then. The name is kept for the
     * header Host and for the certificate.
     */
    private RequestOptions request(WebhookTarget target, WebhookBatch batch, Body body, Duration within)
            throws UnknownHostException {
        var url = target.url();
        var isTls = HTTPS.equalsIgnoreCase(url.getScheme());
        var port = url.getPort() > 0 ? url.getPort() : isTls ? 443 : 80;
        var address = addresses.resolve(url.getHost());
        var request = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
                .setHost(url.getHost())
                .setPort(port)
                .setSsl(isTls)
                .setURI(pathOf(url))
                .setFollowRedirects(false)
                .setConnectTimeout(within.toMillis());
        target.headers().forEach(request::putHeader);
        addHeaders(request, target, batch, body);
        return request;
    }

    private static String pathOf(URI url) {
        var path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    }

    private void addHeaders(RequestOptions request, WebhookTarget target, WebhookBatch batch, Body body) {
        request.putHeader(HttpHeaders.CONTENT_TYPE, body.contentType());
        if (body.encoding() != null) {
            request.putHeader(HttpHeaders.CONTENT_ENCODING, body.encoding());
        }
        request.putHeader(HttpHeaders.USER_AGENT, "logcast");
        if (target.authentication() != null) {
            request.putHeader(HttpHeaders.AUTHORIZATION, secrets.authorization(target.authentication()));
        }
        var timestamp = clock.instant().getEpochSecond();
        request.putHeader("webhook-id", batch.id());
        if (batch.replay() != null) {
            request.putHeader("logcast-replayed", batch.replay().toString());
        }
        request.putHeader("webhook-timestamp", Long.toString(timestamp));
        var keys = target.secrets().stream().map(secrets::key).toList();
        if (!keys.isEmpty()) {
            request.putHeader("webhook-signature", Signature.of(keys, batch.id(), timestamp, body.bytes()));
        }
    }
}
