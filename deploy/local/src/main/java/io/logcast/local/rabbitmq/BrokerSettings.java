package io.logcast.local.rabbitmq;

import io.logcast.local.process.Ports;
import io.logcast.local.process.Progress;
import java.nio.file.Path;

/**
 * Where a private broker keeps its data and listens (a port of 0 is replaced by a free one), and who gets progress
 * messages.
 */
public record BrokerSettings(Path folder, int port, int managementPort, int prometheusPort, Progress progress) {

    public BrokerSettings {
        folder = folder.toAbsolutePath();
        port = Ports.orFree(port);
        managementPort = Ports.orFree(managementPort);
        prometheusPort = Ports.orFree(prometheusPort);
    }

    /** Free ports, without progress messages. */
    public static BrokerSettings in(Path folder) {
        return new BrokerSettings(folder, 0, 0, 0, Progress.NONE);
    }
}
