package io.logcast.rabbitmq.outgoing;

import io.logcast.rabbitmq.PublishException;
import io.logcast.rabbitmq.connection.BrokerConnection;
import io.logcast.rabbitmq.connection.BrokerLink;
import io.logcast.rabbitmq.connection.ChannelUser;
import io.logcast.rabbitmq.connection.Faults;
import io.logcast.rabbitmq.telemetry.ChannelMetrics;
import io.logcast.rabbitmq.telemetry.ChannelMetrics.PublishMetrics;
import io.logcast.rabbitmq.telemetry.MessageTracing;
import io.logcast.rabbitmq.topology.TopologyKeeper;
import java.io.IOException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * An outgoing channel. It requests as many messages as its window allows. It acks each message once the broker has
 * confirmed it, and otherwise nacks it with a {@link PublishException}. The code that runs on an ack or nack must not
 * block, since it may be called on the connection's reader thread or on the timer.
 */
public final class OutgoingChannel implements Flow.Subscriber<Message<?>>, ChannelUser, Outcomes {

    private static final Logger LOG = Logger.getLogger(OutgoingChannel.class);

    private final PublishSettings settings;
    private final TopologyKeeper topology;
    private final MessageWriter writer;
    private final Publisher publisher;
    private final BrokerConnection connection;
    private final PublishMetrics metrics;
    private final Demand demand;
    private volatile boolean opened;

    public OutgoingChannel(
            PublishSettings settings,
            TopologyKeeper topology,
            BrokerConnection connection,
            ChannelMetrics metrics,
            MessageTracing tracing) {
        this.settings = settings;
        this.topology = topology;
        this.connection = connection;
        this.writer = new MessageWriter(settings, tracing);
        this.demand = new Demand(settings.window());
        this.metrics = metrics.publishing(demand::inFlight);
        this.publisher = new Publisher(
                settings.channel(), settings.window(), settings.grace().toNanos(), this);
    }

    /** Starts publishing. The stage completes with the result of the first attempt to open the channel. */
    public CompletionStage<Void> start() {
        publisher.start();
        return connection.register(this);
    }

    @Override
    public String name() {
        return settings.channel();
    }

    /** Whether the channel has been opened at least once. */
    public boolean hasOpened() {
        return opened;
    }

    /** Whether a message accepted now would be sent at once. */
    public boolean isUsable() {
        return publisher.isUsable();
    }

    @Override
    public void open(BrokerLink link) throws IOException {
        topology.declareOn(link);
        var session = PublishSession.open(link, settings.exchange(), settings.window(), this);
        session.onClose(cause -> {
            LOG.debugf("Channel %s was closed: %s", name(), cause.getMessage());
            if (!demand.isStopped() && link.isOpen()) {
                connection.reopen(this);
            }
        });
        var previous = publisher.session();
        publisher.use(session);
        if (previous != null) {
            previous.lost(new IOException("the channel was opened again"));
        }
        opened = true;
        LOG.infof("Channel %s publishes to exchange '%s'", name(), settings.exchange());
    }

    /**
     * If a queue or exchange is missing, fails all messages in flight, since they may not have been stored, and closes
     * the AMQP channel. When it is opened again, the topology is declared again.
     */
    @Override
    public void check(BrokerLink link) throws IOException {
        var session = publisher.session();
        if (session != null && session.isUsable() && !topology.allThere(link)) {
            session.lost(new IOException("a queue or exchange no longer exists on the broker"));
            session.close();
        }
    }

    @Override
    public void blocked(@Nullable String reason) {
        publisher.blocked(reason);
    }

    /** Fails messages that have passed their deadline. Called every few milliseconds. */
    public void tick() {
        long now = System.nanoTime();
        publisher.expire(now - settings.timeout().toNanos(), now);
        settled();
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        demand.begin(subscription);
    }

    @Override
    public void onNext(Message<?> message) {
        demand.taken();
        Publication publication;
        try {
            publication = writer.write(message);
        } catch (RuntimeException | Error e) {
            Faults.endIfOutOfMemory(e);
            metrics.invalid().increment();
            answer(message, e);
            settled();
            return;
        }
        publisher.accept(publication);
        // It was refused at once, so another message can be requested in its place.
        if (publication.isDone()) {
            settled();
        }
    }

    @Override
    public void onError(Throwable failure) {
        LOG.errorf(failure, "The stream of channel %s failed; no more messages will be published", name());
    }

    @Override
    public void onComplete() {
        LOG.debugf("The stream of channel %s is complete", name());
    }

    @Override
    public void confirmed(Publication publication) {
        metrics.published().increment();
        metrics.confirmed(System.nanoTime() - publication.acceptedAt);
        MessageTracing.end(publication.span(), null);
        answer(publication.message, null);
    }

    @Override
    public void failed(Publication publication, PublishException failure) {
        if (publication.sequence > 0) {
            metrics.published().increment();
        }
        metrics.failed(failure.reason());
        MessageTracing.end(publication.span(), failure);
        answer(publication.message, failure);
    }

    @Override
    public void settled() {
        demand.renew();
    }

    /** Whether no message is in flight. */
    public boolean isIdle() {
        return demand.inFlight() == 0;
    }

    /** Accepts no more messages. Those in flight are still sent and confirmed. */
    public void stopAccepting() {
        demand.stop();
    }

    /** Fails the remaining messages and ends the publisher's thread. */
    public void close() {
        demand.stop();
        connection.unregister(this);
        publisher.shutDown();
        var session = publisher.session();
        if (session != null) {
            session.lost(new IOException("the application is stopping"));
        }
    }

    private void answer(Message<?> message, @Nullable Throwable failure) {
        demand.answered();
        MessageAnswer.give(name(), message, failure);
    }
}
