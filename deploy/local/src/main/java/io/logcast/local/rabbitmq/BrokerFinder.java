package io.logcast.local.rabbitmq;

import io.logcast.local.packages.DebianPackages;
import io.logcast.local.process.Folders;
import io.logcast.local.process.LocalProcessException;

/** Finds the first kind of RabbitMQ that this machine can run. */
final class BrokerFinder {
    private static final String HELP = """
            No RabbitMQ can be started here. Install one of these, and try again:
              rabbitmq-server   (package rabbitmq-server, or brew install rabbitmq)
              docker or podman  (with its engine running; the image %s is used)
            or set RABBITMQ_HOST to a broker that is running already.""".formatted(ContainerEngine.IMAGE);

    private BrokerFinder() {}

    static Broker start(BrokerSettings settings) {
        var installed = RabbitPrograms.installed();
        if (installed.isPresent()) {
            return RabbitNode.start(settings, installed.get());
        }
        var engine = ContainerEngine.find(settings.progress());
        if (engine.isPresent()) {
            return RabbitContainer.start(settings, engine.get());
        }
        return RabbitNode.start(settings, unpacked(settings));
    }

    /** The programs that can run as ordinary processes, several nodes of them together. */
    static RabbitPrograms programs(BrokerSettings settings) {
        return RabbitPrograms.installed().orElseGet(() -> unpacked(settings));
    }

    private static RabbitPrograms unpacked(BrokerSettings settings) {
        if (!DebianPackages.areUsable()) {
            throw new LocalProcessException(HELP);
        }
        var packages = new DebianPackages(settings.progress());
        try {
            var root = Folders.filledOnce(Folders.localState().resolve("rabbitmq/root"), folder -> {
                packages.unpack("RabbitMQ", "rabbitmq-server", folder);
                RabbitPrograms.makeRelocatable(folder);
            });
            return RabbitPrograms.unpackedIn(root);
        } catch (LocalProcessException e) {
            throw new LocalProcessException(HELP + "\nThis machine's packages were tried too: " + e.getMessage(), e);
        }
    }
}
