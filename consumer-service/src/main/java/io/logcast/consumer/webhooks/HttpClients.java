package io.logcast.consumer.webhooks;

import io.logcast.http.InvalidFieldException;
import io.quarkus.tls.CertificateUpdatedEvent;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.quarkus.tls.runtime.config.TlsConfigUtils;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.tracing.TracingPolicy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP clients: one for each TLS configuration, and one that trusts the JDK's authorities. All verify certificates
 * and host names, unless a configuration of Quarkus' registry says otherwise.
 */
@ApplicationScoped
class HttpClients {

    private static final String NO_CONFIGURATION = "";
    /** So many that no request uses up its time waiting for a connection: callers limit the number of requests. */
    private static final int CONNECTIONS_OF_A_TARGET = 1_280;
    /** Shorter than servers keep idle connections, so that a request seldom meets one that is being closed. */
    private static final Duration IDLE = Duration.ofSeconds(20);

    private final Vertx vertx;
    private final TlsConfigurationRegistry registry;
    private final Map<String, HttpClient> clients = new ConcurrentHashMap<>();

    HttpClients(Vertx vertx, TlsConfigurationRegistry registry) {
        this.vertx = vertx;
        this.registry = registry;
    }

    /**
     * The client for a TLS configuration.
     *
     * @param tls null for none
     * @throws InvalidFieldException if there is no configuration of that name, or it cannot be used
     */
    HttpClient of(@Nullable String tls) {
        return tls == null
                ? clients.computeIfAbsent(NO_CONFIGURATION, none -> vertx.createHttpClient(options()))
                : clients.computeIfAbsent(tls, this::configured);
    }

    private HttpClient configured(String tls) {
        var configuration = registry.get(tls)
                .orElseThrow(() -> new InvalidFieldException(
                        "push.tls",
                        "no TLS configuration has the name " + tls + " (settings quarkus.tls." + tls + ".*)"));
        var options = options();
        TlsConfigUtils.configure(options, configuration);
        return vertx.createHttpClient(options);
    }

    private static HttpClientOptions options() {
        return new HttpClientOptions()
                .setMaxPoolSize(CONNECTIONS_OF_A_TARGET)
                .setKeepAliveTimeout((int) IDLE.toSeconds())
                // Owners of targets must not get our trace ids, and a span would have the URL, which may have secrets.
                .setTracingPolicy(TracingPolicy.IGNORE);
    }

    /** Uses new certificates for new connections. */
    void renew(@Observes CertificateUpdatedEvent event) {
        var client = clients.get(event.name());
        if (client != null) {
            TlsConfiguration configuration = event.tlsConfiguration();
            client.updateSSLOptions(configuration.getSSLOptions());
        }
    }
}
