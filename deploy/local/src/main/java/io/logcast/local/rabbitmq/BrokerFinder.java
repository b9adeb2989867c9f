package io.logcast.local.rabbitmq;

import io.logcast.local.packages.DebianPackages;
import io.logcast.local.process.Folders;
import io.logcast.local.process.LocalProcessException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Finds the first kind of RabbitMQ that this machine can run. */
final class BrokerFinder {
    private static final String HELP = """
            No RabbitMQ can be started here. Install one of these, and try again:
              rabbitmq-server   (package rabbitmq-server, or brew install rabbitmq)
              docker or podman  (with its engine running; the image %s is used)
            or set RABBITMQ_HOST to a broker that is running already.""".formatted(ContainerEngine.IMAGE);

    /** The Debian release to take RabbitMQ from, even if another RabbitMQ could be used. */
    private static final String RELEASE = "LOGCAST_RABBITMQ_DEBIAN";

    private static final Predicate<String> RELEASE_NAME =
            Pattern.compile("[a-z]+").asMatchPredicate();

    private BrokerFinder() {}

    static Broker start(BrokerSettings settings) {
        if (release().isEmpty() && RabbitPrograms.installed().isEmpty()) {
            var engine = ContainerEngine.find(settings.progress());
            if (engine.isPresent()) {
                return RabbitContainer.start(settings, engine.get());
            }
        }
        return RabbitNode.start(settings, programs(settings));
    }

    /** The programs that can run as ordinary processes, also as several nodes. */
    static RabbitPrograms programs(BrokerSettings settings) {
        var programs = release()
                .map(release -> asked(release, settings))
                .or(RabbitPrograms::installed)
                .orElseGet(() -> unpacked(settings));
        if (!programs.version().isSupported()) {
            settings.progress().show(programs.version().warning());
        }
        return programs;
    }

    private static Optional<String> release() {
        var release = Optional.ofNullable(System.getenv(RELEASE)).filter(name -> !name.isEmpty());
        if (!release.map(RELEASE_NAME::test).orElse(true)) {
            throw new LocalProcessException(
                    RELEASE + " must be the name of a Debian release, such as trixie, not: " + release.get());
        }
        return release;
    }

    private static RabbitPrograms asked(String release, BrokerSettings settings) {
        try {
            return ofRelease(release, settings);
        } catch (LocalProcessException e) {
            throw new LocalProcessException(
                    RELEASE + "=" + release
                            + " needs a Debian that can reach its mirror, and root, or a user who may have"
                            + " namespaces of its own: " + e.getMessage(),
                    e);
        }
    }

    private static RabbitPrograms ofRelease(String release, BrokerSettings settings) {
        if (!DebianPackages.areUsable()) {
            throw new LocalProcessException("this machine has no apt and dpkg");
        }
        if (DebianPackages.ownRelease().filter(release::equals).isPresent()) {
            return unpacked(settings);
        }
        RabbitPrograms.requireNamespaces(folder());
        var packages = new DebianPackages(settings.progress());
        return RabbitPrograms.ofReleaseIn(Folders.filledOnce(
                folder().resolve(release), root -> packages.unpackFrom(release, "RabbitMQ", "rabbitmq-server", root)));
    }

    private static Path folder() {
        return Folders.localState().resolve("rabbitmq");
    }

    private static RabbitPrograms unpacked(BrokerSettings settings) {
        if (!DebianPackages.areUsable()) {
            throw new LocalProcessException(HELP);
        }
        var packages = new DebianPackages(settings.progress());
        try {
            var root = Folders.filledOnce(folder().resolve("root"), folder -> {
                packages.unpack("RabbitMQ", "rabbitmq-server", folder);
                RabbitPrograms.makeRelocatable(folder);
            });
            return RabbitPrograms.unpackedIn(root);
        } catch (LocalProcessException e) {
            throw new LocalProcessException(HELP + "\nThis machine's packages were tried too: " + e.getMessage(), e);
        }
    }
}
