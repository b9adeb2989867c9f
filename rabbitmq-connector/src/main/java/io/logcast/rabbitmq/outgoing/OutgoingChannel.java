package io.logcast.rabbitmq.outgoing;

import io.logcast.rabbitmq.PublishException;
import io.logcast.rabbitmq.connection.BrokerConnection;
import io.logcast.rabbitmq.connection.BrokerLink;
import io.logcast.rabbitmq.connection.ChannelUser;
import io.logcast.rabbitmq.connection.Faults;
import io.logcast.rabbitmq.telemetry.ChannelMetrics;
import io.logcast.rabbitmq.telemetry.ChannelMetrics.Publishing;
import io.logcast.rabbitmq.telemetry.MessageTracing;
import io.logcast.rabbitmq.topology.Topology;
import io.logcast.rabbitmq.topology.TopologyKeeper;
import java.io.IOException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * An outgoing channel: takes messages as its window allows, and acks each when the broker has confirmed it, or nacks it
 * with a {@link PublishException}. Acks and nacks run on the connection's reader thread or on the timer: they must not
 * block.
 */
public final class OutgoingChannel implements Flow.Subscriber<Message<?>>, ChannelUser, PublishSession.Outcomes {

    private static final Logger LOG = Logger.getLogger(OutgoingChannel.class);

    private final PublishSettings settings;
    private final String name;
    private final long timeoutNanos;
    private final TopologyKeeper topology;
    private final MessageWriter writer;
    private final Publisher publisher;
    private final BrokerConnection connection;
    private final Publishing metrics;
    private final AtomicInteger inFlight = new AtomicInteger();
    /** Completed and not yet asked for again. */
    private final AtomicInteger credit = new AtomicInteger();

    private volatile Flow.@Nullable Subscription upstream;
    private volatile boolean opened;
    private volatile boolean stopping;

    public OutgoingChannel(
            PublishSettings settings,
            Topology topology,
            BrokerConnection connection,
            ChannelMetrics metrics,
            MessageTracing tracing) {
        this.settings = settings;
        this.name = settings.channel();
        this.timeoutNanos = settings.timeout().toNanos();
        this.topology = new TopologyKeeper(topology, metrics.topologyLost());
        this.connection = connection;
        this.writer = new MessageWriter(settings, tracing);
        this.metrics = metrics.publishing(inFlight::get);
        this.publisher = new Publisher(name, settings.window(), settings.grace().toNanos(), this);
    }

    /** Starts publishing. The stage tells how the first attempt to open the channel ended. */
    public CompletionStage<Void> start() {
        publisher.start();
        return connection.register(this);
    }

    @Override
    public String name() {
        return name;
    }

    /** Whether it could be opened at least once. */
    public boolean hasOpened() {
        return opened;
    }

    /** Whether a message that comes now would be sent. */
    public boolean isUsable() {
        return publisher.isUsable();
    }

    @Override
    public void open(BrokerLink link) throws IOException {
        topology.declareOn(link);
        var session = PublishSession.open(link, settings.exchange(), settings.window(), this);
        session.onClose(cause -> {
            LOG.debugf("Channel %s is closed: %s", name, cause.getMessage());
            if (!stopping && link.isOpen()) {
                connection.reopen(this);
            }
        });
        var previous = publisher.session();
        publisher.use(session);
        if (previous != null) {
            previous.lost(new IOException("the connection was made again"));
        }
        opened = true;
        LOG.infof("Channel %s publishes to exchange '%s'", name, settings.exchange());
    }

    /** What is in flight when a queue is found to be missing may have reached nobody, so it fails; then all is made anew. */
    @Override
    public void check(BrokerLink link) throws IOException {
        var session = publisher.session();
        if (session != null && session.isUsable() && !topology.allThere(link, "")) {
            session.lost(new IOException("a queue or an exchange was gone from the broker"));
            session.close();
        }
    }

    @Override
    public void blocked(@Nullable String reason) {
        publisher.blocked(reason);
    }

    /** Fails what has passed its deadline. Called every few milliseconds. */
    public void tick() {
        long now = System.nanoTime();
        publisher.expire(now - timeoutNanos, now);
        settled();
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        upstream = subscription;
        subscription.request(settings.window());
    }

    @Override
    public void onNext(Message<?> message) {
        inFlight.incrementAndGet();
        Publication publication;
        try {
            publication = writer.write(message, failure -> answer(message, failure));
        } catch (RuntimeException | Error e) {
            Faults.endIfOutOfMemory(e);
            metrics.unavailable().increment();
            answer(message, e);
            settled();
            return;
        }
        publisher.accept(publication);
        // A message that was refused at once has left its place already.
        if (publication.isDone()) {
            settled();
        }
    }

    @Override
    public void onError(Throwable failure) {
        LOG.errorf(failure, "The stream of channel %s failed, nothing more will be published", name);
    }

    @Override
    public void onComplete() {
        LOG.debugf("The stream of channel %s is complete", name);
    }

    @Override
    public void confirmed(Publication publication) {
        metrics.published().increment();
        metrics.confirmed(System.nanoTime() - publication.acceptedAt);
        MessageTracing.end(publication.span(), null);
        publication.complete(null);
    }

    @Override
    public void failed(Publication publication, PublishException failure) {
        count(publication, failure);
        MessageTracing.end(publication.span(), failure);
        publication.complete(failure);
    }

    @Override
    public void settled() {
        int free = credit.getAndSet(0);
        var subscription = upstream;
        if (free > 0 && subscription != null && !stopping) {
            subscription.request(free);
        }
    }

    /** Whether nothing is in flight any more. */
    public boolean isIdle() {
        return inFlight.get() == 0;
    }

    /** Takes no more messages; those in flight go on. */
    public void stopAccepting() {
        stopping = true;
        var subscription = upstream;
        if (subscription != null) {
            subscription.cancel();
        }
    }

    /** Fails what is left and ends the publisher's thread. */
    public void close() {
        stopping = true;
        connection.unregister(this);
        publisher.shutDown();
        var session = publisher.session();
        if (session != null) {
            session.lost(new IOException("the application is stopping"));
        }
    }

    private void answer(Message<?> message, @Nullable Throwable failure) {
        inFlight.decrementAndGet();
        credit.incrementAndGet();
        try {
            var stage = failure == null ? message.ack() : message.nack(failure);
            stage.whenComplete((nothing, thrown) -> {
                if (thrown != null) {
                    LOG.warnf(thrown, "Channel %s: a message's %s failed", name, failure == null ? "ack" : "nack");
                }
            });
        } catch (RuntimeException | Error e) {
            Faults.endIfOutOfMemory(e);
            LOG.warnf(e, "Channel %s: a message's %s failed", name, failure == null ? "ack" : "nack");
        }
    }

    private void count(Publication publication, PublishException failure) {
        if (publication.sequence > 0) {
            metrics.published().increment();
        }
        switch (failure.reason()) {
            case UNROUTABLE -> metrics.returned().increment();
            case REJECTED -> metrics.nacked().increment();
            case CONNECTION_LOST, DEADLINE -> metrics.unknown().increment();
            case BLOCKED, NOT_CONNECTED, INVALID -> metrics.unavailable().increment();
        }
    }
}
