package io.logcast.chaos.site;

import io.logcast.local.ServiceEnvironment;
import io.logcast.local.ServiceProcess;
import io.logcast.local.postgresql.Database;
import io.logcast.local.process.Deadline;
import io.logcast.local.process.Folders;
import io.logcast.local.process.LocalProcessException;
import io.logcast.testing.network.TcpProxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One producer and two consumers as processes, with one broker or three and a database, behind proxies. */
public final class Site implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final int CONSUMERS = 2;
    private static final int LIVE_QUEUES_OF_A_CONSUMER = 2;
    private static final List<String> PRODUCER_CHANNELS = List.of("outgoing.logs");
    private static final List<String> CONSUMER_CHANNELS =
            List.of("incoming.archive", "incoming.live", "outgoing.foreign", "incoming.live-foreign");
    /** Shorter than the default, so that a dead connection is noticed sooner. */
    private static final String HEARTBEAT_SECONDS = "4";

    private static final int DATABASE_TIMEOUT_SECONDS = 5;

    private final SiteSettings settings;
    private final Path folder;
    private final Machines machines;
    private final List<TcpProxy> toBrokers;
    private final TcpProxy toDatabase;
    private final List<ServiceProcess> consumers = new ArrayList<>();
    private final Producer producer;

    private Site(SiteSettings settings, Path folder) {
        this.settings = settings;
        this.folder = folder;
        this.machines = Machines.start(settings, folder);
        this.toBrokers = brokers().endpoints().stream()
                .map(broker -> new TcpProxy(broker.host(), broker.port()))
                .toList();
        this.toDatabase = new TcpProxy("127.0.0.1", database().port());
        for (int i = 1; i <= CONSUMERS; i++) {
            consumers.add(service("consumer-service", "consumer-" + i, consumerArguments()));
        }
        var producing = service("producer-service", "producer", producerArguments());
        this.producer = new Producer(producing);
        machines.settle();
    }

    public static Site start(SiteSettings settings) {
        var folder =
                Path.of("target", "chaos", "site-" + ProcessHandle.current().pid());
        Folders.delete(folder);
        return new Site(settings, folder);
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
    public void failOver(Duration streaming) throws InterruptedException {
        machines.failOver(streaming);
        toDatabase.redirect(database().port());
        toDatabase.cut();
    }

    /** The network between the brokers. */
    public BrokerNetwork network() {
        return machines.network().orElseThrow(() -> new IllegalStateException("The brokers have no network"));
    }

    /** Cuts the power of all brokers and the database at once; what they had not synced is lost. */
    public void cutPower() {
        machines.cutPower();
    }

    public void restorePower() {
        machines.restorePower();
    }

    /** Starts a stopped or killed consumer again. Returns when it is ready. */
    public void startAgain(ServiceProcess consumer) {
        awaitReady(consumer.start());
    }

    public void awaitReady(ServiceProcess service) {
        service.awaitReady(PATIENCE);
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

    private ServiceProcess service(String module, String name, List<String> arguments) {
        var builder = ServiceProcess.of(module)
                .named(name)
                .log(Path.of("target", "chaos", name + ".log"))
                .env(environment())
                .jvmArgument("-Xmx384m")
                // They run only for minutes, and start often.
                .jvmArgument("-XX:TieredStopAtLevel=1");
        arguments.forEach(builder::jvmArgument);
        // One after the other, since each start takes all the CPU.
        return builder.startAndAwaitReady(PATIENCE);
    }

    private List<String> producerArguments() {
        return Stream.concat(heartbeats(PRODUCER_CHANNELS), settings.brokenness().producerArguments().stream())
                .toList();
    }

    private List<String> consumerArguments() {
        return Stream.concat(heartbeats(CONSUMER_CHANNELS), settings.brokenness().consumerArguments().stream())
                .toList();
    }

    private static Stream<String> heartbeats(List<String> channels) {
        return channels.stream()
                .map(channel -> "-Dmp.messaging." + channel + ".requested-heartbeat=" + HEARTBEAT_SECONDS);
    }

    private Map<String, String> environment() {
        var broker = brokers().endpoints().get(0);
        var environment = new HashMap<String, String>();
        environment.put("LOGCAST_CONNECTOR", settings.connector());
        environment.put(
                "RABBITMQ_ADDRESSES",
                toBrokers.stream().map(proxy -> "127.0.0.1:" + proxy.port()).collect(Collectors.joining(",")));
        environment.put("RABBITMQ_USERNAME", broker.username());
        environment.put("RABBITMQ_PASSWORD", broker.password());
        var database = database();
        var url = database.jdbcUrl().replace(":" + database.port() + "/", ":" + toDatabase.port() + "/")
                + "?socketTimeout=" + DATABASE_TIMEOUT_SECONDS;
        environment.putAll(ServiceEnvironment.ofDatabase(url, database.username(), database.password()));
        environment.put("QUARKUS_DATASOURCE_JDBC_ACQUISITION_TIMEOUT", "30S");
        return environment;
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
