package io.logcast.consumer.webhooks;

import io.logcast.consumer.webhooks.addresses.Network;
import io.logcast.settings.TimeRange;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where webhooks may go, with which secrets, and how long they may take. */
@ConfigMapping(prefix = "logcast.webhooks")
interface WebhookConfig {

    /** The folder of secrets; each is a file with the secret's name. No other files can be named. */
    Optional<Path> secrets();

    /** Networks that webhooks may go to although their addresses are not public. */
    Optional<List<@WithConverter(Network.Reader.class) Network>> allowedNetworks();

    /** How long one attempt may take, from the name's look-up to the end of the answer. */
    @WithDefault("15s")
    @WithConverter(Deadline.class)
    Duration deadline();

    /** A second to five minutes. */
    @RegisterForReflection
    final class Deadline extends TimeRange {
        public Deadline() {
            super("1s", "5m");
        }
    }
}
