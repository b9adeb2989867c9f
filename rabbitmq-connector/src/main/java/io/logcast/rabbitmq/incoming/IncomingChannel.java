package io.logcast.rabbitmq.incoming;

import com.rabbitmq.client.Channel;
import io.logcast.rabbitmq.connection.BrokerConnection;
import io.logcast.rabbitmq.connection.BrokerLink;
import io.logcast.rabbitmq.connection.ChannelUser;
import io.logcast.rabbitmq.connection.Faults;
import io.logcast.rabbitmq.incoming.BrokerDelivery.Disposition;
import io.logcast.rabbitmq.incoming.ConsumerState.Consuming;
import io.logcast.rabbitmq.telemetry.ChannelMetrics;
import io.logcast.rabbitmq.telemetry.ChannelMetrics.ConsumeMetrics;
import io.logcast.rabbitmq.topology.TopologyKeeper;
import io.vertx.core.impl.ContextInternal;
import java.io.IOException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * An incoming channel: a stream of messages that the broker can neither end nor fail. Whatever happens to the consumer,
 * its AMQP channel or its connection, the channel subscribes again.
 */
public final class IncomingChannel implements Flow.Publisher<Message<byte[]>>, ChannelUser, SessionListener {

    private static final Logger LOG = Logger.getLogger(IncomingChannel.class);
    private static final long LAST_ACKS_MILLIS = 1000;

    private final ConsumeSettings settings;
    private final TopologyKeeper topology;
    private final BrokerConnection connection;
    private final ConsumeMetrics metrics;
    private final HandOut handOut;
    private final Runnable onDrained;
    private final Prefetch prefetch;
    private final AckWriter acks;
    private final ConsumerLife life = new ConsumerLife();
    private final GivingBack givingBack;
    /** The latest link on which the channel was opened. */
    private volatile @Nullable BrokerLink link;
    /** The subscriber of the latest session. */
    private volatile @Nullable Emission served;

    /** @param context a context of the event loop on which messages are handed out */
    public IncomingChannel(
            ConsumeSettings settings,
            TopologyKeeper topology,
            BrokerConnection connection,
            ContextInternal context,
            MessageReader reader,
            ChannelMetrics metrics) {
        this.settings = settings;
        this.topology = topology;
        this.connection = connection;
        this.handOut = new HandOut(context, reader, settings.windowBytes());
        this.onDrained = handOut::offered;
        this.metrics = metrics.consuming(() -> isRegistered() ? 1 : 0, handOut::heldBytes);
        this.acks = new AckWriter(settings.channel(), settings.prefetch());
        this.prefetch = new Prefetch(settings.prefetch(), settings.windowBytes());
        this.givingBack = new GivingBack(settings, life, handOut);
    }

    /** Declares the topology and starts consuming once there is a subscriber. */
    public CompletionStage<Void> start() {
        acks.start();
        return connection.register(this);
    }

    @Override
    public String name() {
        return settings.channel();
    }

    /** Whether it could be opened at least once. */
    public boolean hasOpened() {
        return link != null;
    }

    /** Whether the broker has this channel's consumer at this moment. */
    public boolean isRegistered() {
        var session = life.session();
        return session != null && session.isRegistered();
    }

    /** Whether a subscriber exists that has not cancelled. */
    public boolean isSubscribed() {
        return handOut.wanted() != null;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super Message<byte[]>> subscriber) {
        if (handOut.subscribe(subscriber, this::goOn, this::cancelled, name())) {
            connection.run(this::consumeIfWanted);
        }
    }

    @Override
    public void open(BrokerLink opened) throws IOException {
        topology.declareOn(opened);
        opened.onDrained(onDrained);
        consume(opened);
        link = opened;
    }

    @Override
    public void check(BrokerLink on) throws IOException {
        var session = life.session();
        var consumed = session != null && session.isRegistered() ? session.queue : "";
        var missing = topology.findMissing(on, consumed).orElse(null);
        if (missing == null) {
            return;
        }
        if (session != null && missing.isConsumed()) {
            // A cluster that starts again can forget a queue without cancelling its consumer.
            session.close();
        }
        connection.reopen(this);
    }

    private void consumeIfWanted() {
        var current = link;
        if (current != null && current.isOpen()) {
            try {
                consume(current);
            } catch (IOException | RuntimeException | Error e) {
                Faults.endIfOutOfMemory(e);
                LOG.warnf("Channel %s cannot consume: %s", name(), e);
                connection.reopen(this);
            }
        }
    }

    private void consume(BrokerLink on) throws IOException {
        var wanted = handOut.wanted();
        if (wanted == null || life.isStopped()) {
            return;
        }
        if (life.state() instanceof Consuming before) {
            // A session never changes its subscriber: what an earlier one left unsettled has to come again.
            boolean isSame = served == wanted;
            if (isSame && before.session().continuesOn(on) && !before.session().isFinishing()) {
                return;
            }
            leave(before);
            if (isSame) {
                givingBack.restIfHolding();
            }
        }
        if (served != wanted) {
            // The rest was for what an earlier subscriber holds.
            givingBack.goOn();
        }
        if (life.state() == ConsumerLife.IDLE) {
            on.openChannel(channel -> consumeOn(on, channel, wanted));
        }
    }

    private void leave(Consuming before) {
        life.change(before, ConsumerLife.IDLE);
        before.session().close();
        // Otherwise each loss would leave up to a prefetch of messages with a stuck application.
        handOut.forgetLost();
    }

    private DeliverySession consumeOn(BrokerLink on, Channel channel, Emission subscriber) throws IOException {
        var queue = topology.consumedQueue(channel);
        var intake = new Intake(subscriber.window(), prefetch);
        var opened = new DeliverySession(on, channel, queue, settings, intake, this);
        served = subscriber;
        if (!life.change(ConsumerLife.IDLE, new Consuming(opened))) {
            // Stopped meanwhile.
            opened.close();
            return opened;
        }
        acks.use(opened);
        LOG.infof("Channel %s consumes from queue '%s'", name(), queue);
        opened.subscribe();
        return opened;
    }

    @Override
    public void delivered(BrokerDelivery delivery) {
        metrics.delivered().increment();
        if (delivery.envelope.isRedeliver()) {
            metrics.redelivered().increment();
        }
        handOut.offer(delivery);
    }

    @Override
    public void settled(DeliverySession in, BrokerDelivery delivery) {
        acks.settled(in);
        (delivery.settlement() == Disposition.ACK ? metrics.acked() : metrics.rejected()).increment();
        closeIfFinished(in, delivery.handBack());
    }

    private void closeIfFinished(DeliverySession session, boolean idle) {
        if (idle && session.isFinishing() && !life.isStopped()) {
            connection.run(session::close);
        }
    }

    @Override
    public void stale(BrokerDelivery delivery) {
        metrics.staleAcks().increment();
        delivery.handBack();
        var session = life.session();
        if (session != null) {
            session.roomier();
            closeIfFinished(session, handOut.unsettled() <= 0);
        }
        goOn();
    }

    @Override
    public void givenBack(int count) {
        metrics.windowReturned().increment(count);
        LOG.debugf("Channel %s: %d messages did not fit into the window and are given back", name(), count);
    }

    @Override
    public void wantsAdjustment(DeliverySession of) {
        connection.run(of::adjust);
    }

    /** Gives back messages that the application has been holding for too long. Called every few milliseconds. */
    public void tick() {
        if (givingBack.isDue()) {
            connection.run(givingBack::giveBack);
        }
    }

    private void goOn() {
        if (givingBack.isResting()) {
            connection.run(() -> {
                givingBack.goOn();
                consumeIfWanted();
            });
        }
    }

    @Override
    public void ended(DeliverySession ended, String why) {
        if (life.isStopped()) {
            return;
        }
        LOG.warnf("Channel %s stopped consuming and will try again: %s", name(), why);
        if (ended.linkIsOpen()) {
            connection.run(ended::close);
            connection.reopen(this);
        }
    }

    /** Takes no new messages. May wait for the broker. */
    public void stopConsuming() {
        var last = life.stop();
        handOut.hold();
        if (last != null && !last.isClosed()) {
            last.finish();
        }
    }

    /** Whether all messages that were handed out are settled; always true once the application has cancelled. */
    public boolean isIdle() {
        return handOut.unsettled() <= 0 || !isSubscribed();
    }

    /** Sends the last settlements and closes. May wait for the broker. */
    public void close() {
        var last = life.stop();
        connection.unregister(this);
        acks.shutDown(LAST_ACKS_MILLIS);
        if (last != null) {
            last.close();
        }
    }

    /** The application can still settle what it holds; the AMQP channel is closed once it has. */
    private void cancelled() {
        connection.run(() -> {
            var session = life.session();
            if (session != null && !isSubscribed()) {
                session.finish();
                LOG.infof("Channel %s takes no more messages", name());
                if (handOut.unsettled() <= 0) {
                    session.close();
                }
            }
        });
    }

    /** Stops consuming until the application is restarted. */
    @Override
    public void halt() {
        life.stop();
        connection.run(() -> {
            stopConsuming();
            close();
        });
    }
}
