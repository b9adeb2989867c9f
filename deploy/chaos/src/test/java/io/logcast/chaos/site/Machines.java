package io.logcast.chaos.site;

import io.logcast.local.postgresql.Database;
import io.logcast.local.postgresql.DatabaseSettings;
import io.logcast.local.process.Progress;
import io.logcast.local.rabbitmq.NodePlace;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The brokers and the database, and the disks and networks below them. */
final class Machines {

    private final @Nullable LoopDisk disk;
    private final @Nullable BrokerNetwork network;
    private final Brokers brokers;
    private final Path folder;
    private Database database;
    private int standbys;

    private Machines(
            Path folder, @Nullable LoopDisk disk, @Nullable BrokerNetwork network, Brokers brokers, Database database) {
        this.folder = folder;
        this.disk = disk;
        this.network = network;
        this.brokers = brokers;
        this.database = database;
    }

    static Machines start(SiteSettings settings, Path folder) {
        var disk = settings.layout() == Layout.DISK ? LoopDisk.mount(folder.resolve("disk")) : null;
        var network = settings.layout() == Layout.NETWORK ? BrokerNetwork.lay() : null;
        var data = disk == null ? folder : disk.folder();
        var brokers = brokers(settings.layout(), data.resolve("rabbitmq"), network);
        boolean durable = disk != null;
        var database = Database.start(new DatabaseSettings(data.resolve("postgresql"), 0, durable, Progress.NONE));
        return new Machines(data, disk, network, brokers, database);
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

    /** Kills the database after it has run that long with a synchronous standby, which takes its place. */
    void failOver(Duration streaming) throws InterruptedException {
        var primary = database;
        var standby = primary.startStandby(DatabaseSettings.in(folder.resolve("standby-" + ++standbys)));
        try {
            primary.waitForStandbys();
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
        if (disk != null) {
            disk.sync();
        }
    }

    /** Cuts the power of all brokers and the database at once; what they had not synced is lost. */
    void cutPower() {
        disk().cutPower();
        brokers.kill();
        database.kill();
    }

    void restorePower() {
        disk().restorePower();
        brokers.start();
        database.start();
    }

    void discard() {
        brokers.discard();
        database.discard();
        if (disk != null) {
            disk.close();
        }
        if (network != null) {
            network.close();
        }
    }

    private LoopDisk disk() {
        if (disk == null) {
            throw new IllegalStateException("There is no power to cut");
        }
        return disk;
    }
}
