package io.logcast.local.rabbitmq;

import io.logcast.local.packages.DebianPackages;
import io.logcast.local.process.Folders;
import io.logcast.local.process.LocalProcessException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Finds a RabbitMQ that this machine can run: a supported one that is installed, a container, or the packages of the
 * Debian release that has the reference. If none of these can be had, an older one.
 */
final class BrokerFinder {
    private static final String HELP = """
            No RabbitMQ can be started here. Install one of these, and try again:
              rabbitmq-server   (package rabbitmq-server, or brew install rabbitmq)
              docker or podman  (with its engine running; the image %s is used)
            or set RABBITMQ_HOST to a broker that is running already.""".formatted(ContainerEngine.IMAGE);

    /** The Debian release to take RabbitMQ from, even if another RabbitMQ could be used. */
    static final String RELEASE = "LOGCAST_RABBITMQ_DEBIAN";

    // Shorter than for packages that were asked for, since there is an older RabbitMQ to run instead. Not much shorter:
    // when 30 processes wait for CPU, apt needs more than 45 s for lists that otherwise take it 3 s.
    private static final Duration LISTS = Duration.ofSeconds(120);
    private static final Duration PACKAGES = Duration.ofSeconds(180);

    private static final Predicate<String> RELEASE_NAME =
            Pattern.compile("[a-z]+").asMatchPredicate();

    private BrokerFinder() {}

    static Broker start(BrokerSettings settings) {
        if (release().isEmpty() && kept(settings).or(BrokerFinder::supported).isEmpty()) {
            var engine = ContainerEngine.find(folder(), settings.progress());
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
                .or(() -> kept(settings).map(kept -> shown(kept, settings)))
                .or(BrokerFinder::supported)
                .orElseGet(() -> referenceOrOlder(settings));
        if (!programs.version().isSupported()) {
            settings.progress().show(programs.version().warning());
        }
        return programs;
    }

    /**
     * The unsupported RabbitMQ whose messages may wait in the settings' folder: another one would not see them. Empty if
     * the reference has run there too.
     */
    private static Optional<RabbitPrograms> kept(BrokerSettings settings) {
        var data = new KeptData(settings.folder());
        return RabbitPrograms.installed()
                .or(() -> Optional.of(ownPackages()).filter(Files::isDirectory).map(RabbitPrograms::unpackedIn))
                .filter(programs -> !programs.version().isSupported())
                .filter(programs -> data.has(programs.version().series()) && !data.has(RabbitVersion.REFERENCE));
    }

    private static RabbitPrograms shown(RabbitPrograms kept, BrokerSettings settings) {
        settings.progress()
                .show(
                        "RabbitMQ %s is kept, since messages may wait in %s. When its queues are empty, delete that to run %s"
                                .formatted(
                                        kept.version(),
                                        new KeptData(settings.folder()).of(kept.version()),
                                        RabbitVersion.REFERENCE));
        return kept;
    }

    /** The installed programs, unless they are out of support. */
    private static Optional<RabbitPrograms> supported() {
        return RabbitPrograms.installed().filter(programs -> programs.version().isSupported());
    }

    private static RabbitPrograms referenceOrOlder(BrokerSettings settings) {
        if (isOwn(RabbitVersion.REFERENCE_RELEASE)) {
            return older(settings);
        }
        var failure = new LastFailure(folder().resolve(RabbitVersion.REFERENCE_RELEASE + ".unavailable"));
        try {
            var packages = new DebianPackages(settings.progress(), LISTS, PACKAGES);
            return ofRelease(
                    RabbitVersion.REFERENCE_RELEASE,
                    settings,
                    packages,
                    filler -> root -> failure.remembering(() -> filler.fill(root)));
        } catch (LocalProcessException e) {
            settings.progress()
                    .show("RabbitMQ %s of Debian %s cannot be used here: %s"
                            .formatted(
                                    RabbitVersion.REFERENCE, RabbitVersion.REFERENCE_RELEASE, LastFailure.reason(e)));
            return older(settings);
        }
    }

    private static RabbitPrograms older(BrokerSettings settings) {
        return RabbitPrograms.installed().orElseGet(() -> unpacked(settings));
    }

    private static boolean isOwn(String release) {
        return DebianPackages.ownRelease().filter(release::equals).isPresent();
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
            return ofRelease(release, settings, new DebianPackages(settings.progress()), filler -> filler);
        } catch (LocalProcessException e) {
            throw new LocalProcessException(
                    RELEASE + "=" + release
                            + " needs a Debian that can reach its mirror, and root, or a user who may have"
                            + " namespaces of its own: " + e.getMessage(),
                    e);
        }
    }

    private static RabbitPrograms ofRelease(
            String release, BrokerSettings settings, DebianPackages packages, UnaryOperator<Folders.Filler> wrapper) {
        if (!DebianPackages.areUsable()) {
            throw new LocalProcessException("this machine has no apt and dpkg");
        }
        if (isOwn(release)) {
            return unpacked(settings);
        }
        if (!DebianPackages.isDebian()) {
            throw new LocalProcessException("this machine is not a Debian");
        }
        RabbitPrograms.requireNamespaces(folder());
        return RabbitPrograms.ofReleaseIn(Folders.filledOnce(folder().resolve(release), wrapper.apply(root -> {
            packages.unpackFrom(release, "RabbitMQ", "rabbitmq-server", root);
            RabbitPrograms.ofReleaseIn(root).requireErlang();
        })));
    }

    /** Where the packages of this machine's own release are unpacked. */
    private static Path ownPackages() {
        return folder().resolve("root");
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
            var root = Folders.filledOnce(ownPackages(), folder -> {
                packages.unpack("RabbitMQ", "rabbitmq-server", folder);
                RabbitPrograms.makeRelocatable(folder);
            });
            return RabbitPrograms.unpackedIn(root);
        } catch (LocalProcessException e) {
            throw new LocalProcessException(HELP + "\nThis machine's packages were tried too: " + e.getMessage(), e);
        }
    }
}
