package io.logcast.chaos.site;

import io.logcast.local.postgresql.Database;
import io.logcast.local.postgresql.DatabaseSettings;
import io.logcast.local.process.Deadline;
import io.logcast.local.process.LocalProcessException;
import io.logcast.local.process.Progress;
import io.logcast.local.rabbitmq.NodePlace;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The brokers and the database, and the disks and networks below them. */
final class Machines {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final @Nullable Disks disks;
    private final @Nullable BrokerNetwork network;
    private final @Nullable Clocks clocks;
    private final Brokers brokers;
    private final Path folder;
    private Database database;
    private int standbys;

    private Machines(
            Path folder,
            @Nullable Disks disks,
            @Nullable BrokerNetwork network,
            @Nullable Clocks clocks,
            Brokers brokers,
            Database database) {
        this.folder = folder;
        this.disks = disks;
        this.network = network;
        this.clocks = clocks;
        this.brokers = brokers;
        this.database = database;
    }

    static Machines start(SiteSettings settings, Path folder) {
        var disks = settings.layout() == Layout.DISK ? Disks.mount(folder) : null;
        var network = settings.layout() == Layout.NETWORK ? BrokerNetwork.lay() : null;
        try {
            return start(settings, folder, disks, network);
        } catch (RuntimeException e) {
            close(disks, network);
            throw e;
        }
    }

    private static Machines start(
            SiteSettings settings, Path folder, @Nullable Disks disks, @Nullable BrokerNetwork network) {
        var ofBrokers = disks == null ? folder : disks.brokers().folder();
        var ofDatabase = disks == null ? folder : disks.database().folder();
        boolean durable = disks != null && settings.brokenness() != Brokenness.DATABASE_WITHOUT_SYNC;
        var clocks = settings.layout() == Layout.CLOCKS ? Clocks.in(folder) : null;
        var brokers = brokers(settings.layout(), ofBrokers.resolve("rabbitmq"), network);
        try {
            var database =
                    Database.start(new DatabaseSettings(ofDatabase.resolve("postgresql"), 0, durable, Progress.NONE)
                            .with(clocks == null ? Map.of() : clocks.environmentOf(Clocks.OF_DATABASE)));
            return new Machines(ofDatabase, disks, network, clocks, brokers, database);
        } catch (RuntimeException e) {
            brokers.discard();
            throw e;
        }
    }

    private static void close(@Nullable Disks disks, @Nullable BrokerNetwork network) {
        if (disks != null) {
            disks.all().forEach(LoopDisk::close);
        }
        if (network != null) {
            network.close();
        }
    }

    private static Brokers brokers(Layout layout, Path folder, @Nullable BrokerNetwork network) {
        if (network != null) {
            return Brokers.Cluster.start(folder, network.places());
        }
        return layout.hasCluster()
                ? Brokers.Cluster.start(folder, List.of(NodePlace.HERE, NodePlace.HERE, NodePlace.HERE))
                : Brokers.Single.start(folder);
    }

    Brokers brokers() {
        return brokers;
    }

    Database database() {
        return database;
    }

    Optional<BrokerNetwork> network() {
        return Optional.ofNullable(network);
    }

    Optional<Clocks> clocks() {
        return Optional.ofNullable(clocks);
    }

    Optional<Disks> disks() {
        return Optional.ofNullable(disks);
    }

    /**
     * Kills the database after it has run that long with a standby, which takes its place.
     *
     * @param synchronous whether each commit waits for the standby
     */
    void failOver(boolean synchronous, Duration streaming) throws InterruptedException {
        var primary = database;
        var standby = primary.startStandby(DatabaseSettings.in(folder.resolve("standby-" + ++standbys)));
        try {
            if (synchronous) {
                primary.waitForStandbys();
            }
            Thread.sleep(streaming.toMillis());
            primary.kill();
            standby.promote();
        } catch (SQLException e) {
            throw new IllegalStateException("The standby could not take over", e);
        }
        database = standby;
        primary.discard();
    }

    /** From now on, data that is not synced can be lost with the power. */
    void settle() {
        disks().ifPresent(present -> present.all().forEach(LoopDisk::sync));
    }

    /**
     * Cuts the power of all brokers and the database at once; what they had not synced is lost. They are suspended first: no
     * process outlives its power, and none may say anything after its disk is gone.
     */
    void cutPower(Disks disks) {
        brokers.nodes().forEach(node -> suspend(node::pause));
        suspend(database::pause);
        disks.all().forEach(LoopDisk::cutPower);
        brokers.kill();
        database.kill();
    }

    private static void suspend(Runnable pause) {
        try {
            pause.run();
        } catch (LocalProcessException e) {
            // One of its short-lived processes ended before its turn came.
        }
    }

    void restorePower(Disks disks) {
        disks.all().forEach(LoopDisk::restorePower);
        startWhatEnded();
    }

    void startWhatEnded() {
        startBrokers();
        // A database that has given up may still be ending.
        Deadline.in(PATIENCE).await(() -> !database.isRunning() || answers(database));
        if (!database.isRunning()) {
            database.start();
        }
    }

    /** A node whose disk was full may run on without being of use, or end while it is waited for. Then it is killed, and started again. */
    private void startBrokers() {
        for (int left = brokers.nodes().size(); ; left--) {
            try {
                brokers.start();
                return;
            } catch (LocalProcessException e) {
                if (left == 0) {
                    throw e;
                }
            }
        }
    }

    private static boolean answers(Database database) {
        try (var connection = database.connect()) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    void discard() {
        brokers.discard();
        database.discard();
        close(disks, network);
    }
}
