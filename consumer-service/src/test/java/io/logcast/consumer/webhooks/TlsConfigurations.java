package io.logcast.consumer.webhooks;

import io.logcast.testing.tls.Certificates;
import io.quarkus.tls.BaseTlsConfiguration;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SSLOptions;
import io.vertx.core.net.TrustOptions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** TLS configurations by name, as Quarkus' registry has them. */
final class TlsConfigurations implements TlsConfigurationRegistry {

    private final Map<String, TlsConfiguration> all = new HashMap<>();

    @Override
    public Optional<TlsConfiguration> get(String name) {
        return Optional.ofNullable(all.get(name));
    }

    @Override
    public Optional<TlsConfiguration> getDefault() {
        return Optional.empty();
    }

    @Override
    public void register(String name, TlsConfiguration configuration) {
        all.put(name, configuration);
    }

    /** @param own null for no client certificate */
    static TlsConfiguration of(Certificates trusted, @Nullable Certificates own) {
        return new BaseTlsConfiguration() {
            @Override
            public TrustOptions getTrustStoreOptions() {
                return new PemTrustOptions().addCertPath(trusted.certificate().toString());
            }

            @Override
            public @Nullable KeyCertOptions getKeyStoreOptions() {
                return own == null ? null : key(own);
            }

            @Override
            public SSLOptions getSSLOptions() {
                return new SSLOptions().setTrustOptions(getTrustStoreOptions()).setKeyCertOptions(getKeyStoreOptions());
            }
        };
    }

    static PemKeyCertOptions key(Certificates certificates) {
        return new PemKeyCertOptions()
                .addCertPath(certificates.certificate().toString())
                .addKeyPath(certificates.key().toString());
    }
}
