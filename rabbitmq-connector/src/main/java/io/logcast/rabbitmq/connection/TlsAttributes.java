package io.logcast.rabbitmq.connection;

import io.logcast.rabbitmq.attributes.ChannelAttributes;
import java.util.Optional;

/** The attributes of a channel for TLS. */
public record TlsAttributes(
        boolean enabled,
        Optional<String> configurationName,
        boolean verifyHostname,
        boolean trustAll,
        Optional<String> trustStorePath,
        Optional<String> trustStorePassword) {

    static TlsAttributes of(ChannelAttributes attributes) {
        var configuration = attributes.find("tls-configuration-name");
        return new TlsAttributes(
                attributes.flag("ssl") || configuration.isPresent(),
                configuration,
                !"NONE".equals(attributes.text("ssl.hostname-verification-algorithm")),
                attributes.flag("trust-all"),
                attributes.find("trust-store-path"),
                attributes.find("trust-store-password"));
    }
}
