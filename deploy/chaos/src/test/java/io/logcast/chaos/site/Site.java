package io.logcast.chaos.site;

import io.logcast.local.ServiceProcess;
import io.logcast.local.postgresql.Database;
import io.logcast.local.process.Deadline;
import io.logcast.local.process.Folders;
import io.logcast.local.process.LocalProcessException;
import io.logcast.testing.network.TcpProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One producer and two consumers as processes, with one broker or three and a database, behind proxies. */
public final class Site implements AutoCloseable {

    /** Has the logs of the services, and a folder for each site. */
    private static final Path FOLDER = Path.of("target", "chaos");

    private static final int CONSUMERS = 2;
    private static final int LIVE_QUEUES_OF_A_CONSUMER = 2;

    private final Path folder;
    private final SiteSettings settings;
    private final Machines machines;
    private final List<TcpProxy> toBrokers;
    private final TcpProxy toDatabase;
    private final ServiceLauncher launcher;
    private final List<ServiceProcess> consumers = new ArrayList<>();
    private final Producer producer;
    private @Nullable Usage usual;

    private Site(SiteSettings settings, Path folder, Machines machines) {
        this.settings = settings;
        this.folder = folder;
        this.machines = machines;
        this.toBrokers = brokers().endpoints().stream()
                .map(broker -> new TcpProxy(broker.host(), broker.port()))
                .toList();
        this.toDatabase = new TcpProxy("127.0.0.1", database().port());
        this.launcher = new ServiceLauncher(
                settings,
                brokers(),
                database(),
                toBrokers,
                toDatabase,
                machines.clocks().orElse(null));
        for (int i = 0; i < CONSUMERS; i++) {
            consumers.add(launcher.consumer(name(i), Release.CURRENT, ServiceLauncher.ANY_PORT));
        }
        this.producer = new Producer(launcher.producer(Release.CURRENT, ServiceLauncher.ANY_PORT));
        machines.settle();
    }

    public static Site start(SiteSettings settings) {
        var folder = FOLDER.resolve("site-" + ProcessHandle.current().pid());
        Folders.delete(folder);
        var machines = Machines.start(settings, folder);
        try {
            return new Site(settings, folder, machines);
        } catch (RuntimeException e) {
            machines.discard();
            throw e;
        }
    }

    public Brokers brokers() {
        return machines.brokers();
    }

    public Queues queues() {
        return new Queues(brokers());
    }

    public Database database() {
        return machines.database();
    }

    public Archive archive() {
        return new Archive(database());
    }

    /** In which way it is broken on purpose. */
    public Brokenness brokenness() {
        return settings.brokenness();
    }

    /** What is in use now. */
    public Usage usage() {
        var counts = new HashMap<>(queues().inUse());
        counts.putAll(ServiceThreads.of(ServiceLauncher.PRODUCER));
        IntStream.range(0, CONSUMERS).forEach(i -> counts.putAll(ServiceThreads.of(name(i))));
        return new Usage(counts);
    }

    /** What was in use before the first round; empty if that is not known yet. */
    public Optional<Usage> usual() {
        return Optional.ofNullable(usual);
    }

    public void isUsual(Usage usage) {
        usual = usage;
    }

    public Producer producer() {
        return producer;
    }

    public List<ServiceProcess> consumers() {
        return consumers;
    }

    /** The services' connections to the broker. */
    public void resetConnections() {
        toBrokers.forEach(TcpProxy::cut);
    }

    public void freezeConnections() {
        toBrokers.forEach(TcpProxy::freeze);
    }

    /** Frozen connections are cut. */
    public void thawConnections() {
        toBrokers.forEach(TcpProxy::cut);
        toBrokers.forEach(TcpProxy::thaw);
    }

    /** The consumers' connections to the database stay open but lead nowhere. */
    public void loseDatabaseConnections() {
        toDatabase.lose();
    }

    /** Kills the database under load; its standby takes its place. */
    public void failOver(boolean synchronous, Duration streaming) throws InterruptedException {
        machines.failOver(synchronous, streaming);
        toDatabase.redirect(database().port());
        toDatabase.cut();
    }

    /** The network between the brokers. */
    public BrokerNetwork network() {
        return machines.network().orElseThrow(() -> new IllegalStateException("The brokers have no network"));
    }

    /** Cuts the power of all brokers and the database at once; what they had not synced is lost. */
    public void cutPower() {
        machines.cutPower(disks());
    }

    public void restorePower() {
        machines.restorePower(disks());
    }

    public Disks disks() {
        return machines.disks().orElseThrow(() -> new IllegalStateException("There are no disks of their own"));
    }

    public Clocks clocks() {
        return machines.clocks().orElseThrow(() -> new IllegalStateException("There are no clocks that can be set"));
    }

    /** Starts the brokers and the database, if they do not run, and brokers that do not get ready again. */
    public void startWhatEnded() {
        machines.startWhatEnded();
    }

    /** Stops a consumer with SIGTERM, and starts one of that release in its place. Returns when it is ready. */
    public void changeConsumer(int index, Release release) {
        var old = consumers.get(index);
        old.stop();
        consumers.set(index, launcher.consumer(name(index), release, old.port()));
    }

    /** Stops the producer with SIGTERM, and starts one of that release in its place. Returns when it is ready. */
    public void changeProducer(Release release) {
        producer.replaceBy(port -> launcher.producer(release, port));
    }

    /** Starts a stopped or killed consumer again. Returns when it is ready. */
    public void startAgain(ServiceProcess consumer) {
        awaitReady(consumer.start());
    }

    public void awaitReady(ServiceProcess service) {
        service.awaitReady(ServiceLauncher.PATIENCE);
    }

    /** Whether all consumers consume, in time, from the archive's queue and from their live queues. */
    public boolean isAttachedWithin(Duration patience) {
        return Deadline.in(patience).await(this::isAttached);
    }

    private boolean isAttached() {
        try {
            return queues().archiveConsumers() == CONSUMERS
                    && queues().liveConsumers() == CONSUMERS * LIVE_QUEUES_OF_A_CONSUMER;
        } catch (LocalProcessException e) {
            return false;
        }
    }

    /** Copies the logs of all processes to a folder below {@code failed}; those of the brokers and the database end with the site. */
    public void keepLogs(String name) {
        var failed = FOLDER.resolve("failed");
        try {
            Files.walkFileTree(FOLDER, new LogCopier(FOLDER, failed.resolve(name), failed));
        } catch (IOException e) {
            System.out.println("[chaos] not all logs could be kept: " + e.getMessage());
        }
    }

    private static String name(int consumer) {
        return "consumer-" + (consumer + 1);
    }

    @Override
    public void close() {
        producer.close();
        consumers.forEach(ServiceProcess::kill);
        toBrokers.forEach(TcpProxy::close);
        toDatabase.close();
        machines.discard();
        Folders.delete(folder);
    }
}
