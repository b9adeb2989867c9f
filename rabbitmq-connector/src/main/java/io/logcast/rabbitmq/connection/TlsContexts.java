package io.logcast.rabbitmq.connection;

import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.io.FileInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Makes TLS settings from Quarkus' TLS registry, from a trust store, or from the JDK's own trust. */
@ApplicationScoped
public class TlsContexts {

    @Inject
    Instance<TlsConfigurationRegistry> registries;

    /** Null if TLS is off. */
    @Nullable
    TlsSettings settings(ConnectionSettings connection) {
        var attributes = connection.tls();
        if (!attributes.enabled()) {
            return null;
        }
        var named = attributes.configurationName().map(this::configuration);
        var algorithm = attributes.verifyHostname() ? algorithmOf(named) : null;
        return new TlsSettings(() -> context(attributes, named), algorithm, (int)
                connection.handshakeTimeout().toMillis());
    }

    private TlsConfiguration configuration(String name) {
        if (!registries.isResolvable()) {
            throw new IllegalArgumentException("TLS configuration '" + name + "' needs Quarkus' TLS registry");
        }
        return registries
                .get()
                .get(name)
                .orElseThrow(() -> new IllegalArgumentException("No TLS configuration is named '" + name + "'"));
    }

    private static @Nullable String algorithmOf(Optional<TlsConfiguration> named) {
        var algorithm = named.flatMap(TlsConfiguration::getHostnameVerificationAlgorithm)
                .orElse("HTTPS");
        return "NONE".equalsIgnoreCase(algorithm) ? null : algorithm;
    }

    private static SSLContext context(TlsAttributes attributes, Optional<TlsConfiguration> named) {
        try {
            if (named.isPresent()) {
                return named.get().createSSLContext();
            }
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust(attributes), new SecureRandom());
            return context;
        } catch (Exception e) {
            throw new IllegalStateException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    /** Null for the JDK's own trust. */
    private static TrustManager @Nullable [] trust(TlsAttributes attributes)
            throws GeneralSecurityException, IOException {
        if (attributes.trustAll()) {
            return new TrustManager[] {new TrustAnything()};
        }
        if (attributes.trustStorePath().isEmpty()) {
            return null;
        }
        var password = attributes.trustStorePassword().map(String::toCharArray).orElse(null);
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        try (var file = new FileInputStream(attributes.trustStorePath().get())) {
            store.load(file, password);
        }
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static final class TrustAnything implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {
            // Asked for by trust-all.
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {
            // Asked for by trust-all.
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
