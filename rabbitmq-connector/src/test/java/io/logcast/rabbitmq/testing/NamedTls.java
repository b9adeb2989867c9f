package io.logcast.rabbitmq.testing;

import io.quarkus.tls.BaseTlsConfiguration;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** A TLS registry with one configuration. */
@ApplicationScoped
public class NamedTls implements TlsConfigurationRegistry {

    public static final String NAME = "broker";

    /** The parts of the configuration. */
    public static volatile SSLContext context;

    @Override
    public Optional<TlsConfiguration> get(String name) {
        return NAME.equals(name) ? Optional.of(new Configuration()) : Optional.empty();
    }

    @Override
    public Optional<TlsConfiguration> getDefault() {
        return Optional.empty();
    }

    @Override
    public void register(String name, TlsConfiguration configuration) {
        throw new UnsupportedOperationException();
    }

    private static final class Configuration extends BaseTlsConfiguration {

        @Override
        public SSLContext createSSLContext() {
            return context;
        }
    }
}
