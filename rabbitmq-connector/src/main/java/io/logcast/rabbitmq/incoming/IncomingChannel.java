package io.logcast.rabbitmq.incoming;

import com.rabbitmq.client.Channel;
import io.logcast.rabbitmq.connection.BrokerConnection;
import io.logcast.rabbitmq.connection.BrokerLink;
import io.logcast.rabbitmq.connection.ChannelUser;
import io.logcast.rabbitmq.connection.Faults;
import io.logcast.rabbitmq.outgoing.OutgoingChannel;
import io.logcast.rabbitmq.telemetry.ChannelMetrics;
import io.logcast.rabbitmq.telemetry.ChannelMetrics.Consuming;
import io.logcast.rabbitmq.telemetry.MessageTracing;
import io.logcast.rabbitmq.topology.Topology;
import io.logcast.rabbitmq.topology.TopologyKeeper;
import io.vertx.core.impl.ContextInternal;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * An incoming channel: a stream of messages that the broker neither ends nor fails. Whatever happens to the consumer,
 * its AMQP channel or its connection, it subscribes again.
 */
public final class IncomingChannel implements Flow.Publisher<Message<byte[]>>, ChannelUser, DeliverySession.Listener {

    private static final Logger LOG = Logger.getLogger(IncomingChannel.class);

    private final ConsumeSettings settings;
    private final Topology topology;
    private final TopologyKeeper keeper;
    private final BrokerConnection connection;
    private final ContextInternal context;
    private final Consuming metrics;
    private final MessageReader messages;
    private final Prefetch prefetch;
    private final @Nullable OutgoingChannel deadLetters;
    private final AckWriter acks;
    /** Handed to the application and not settled. */
    private final AtomicInteger processing = new AtomicInteger();

    private final Runnable handOut = this::handOut;

    private volatile @Nullable Emission emission;
    private volatile @Nullable DeliverySession session;
    private volatile @Nullable BrokerLink link;
    private volatile boolean declared;
    /** What the application holds is the broker's again; nothing is consumed until the application goes on. */
    private volatile boolean resting;

    private volatile boolean stopped;

    /**
     * @param context a context of the event loop on which messages are handed out
     * @param deadLetters publishes to the dead-letter exchange; null unless the failure strategy asks for it
     */
    public IncomingChannel(
            ConsumeSettings settings,
            Topology topology,
            BrokerConnection connection,
            ContextInternal context,
            ChannelMetrics metrics,
            MessageTracing tracing,
            @Nullable OutgoingChannel deadLetters) {
        this.settings = settings;
        this.topology = topology;
        this.keeper = new TopologyKeeper(topology, metrics.topologyLost());
        this.connection = connection;
        this.context = context;
        this.deadLetters = deadLetters;
        this.metrics = metrics.consuming(() -> isRegistered() ? 1 : 0, this::heldBytes);
        this.acks = new AckWriter(settings.channel(), settings.prefetch());
        this.prefetch = new Prefetch(settings.prefetch(), settings.windowBytes());
        this.messages = new MessageReader(settings.contentTypeOverride(), tracing, strategy());
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
        return declared;
    }

    /** Whether the broker has this channel's consumer at this moment. */
    public boolean isRegistered() {
        var current = session;
        return current != null && current.isRegistered();
    }

    /** Whether anybody wants messages. */
    public boolean isSubscribed() {
        var current = emission;
        return current != null && !current.isCancelled();
    }

    @Override
    public void subscribe(Flow.Subscriber<? super Message<byte[]>> subscriber) {
        var window = new ByteWindow(settings.windowBytes());
        var fresh = new Emission(subscriber, context, this::message, this::goOn, this::cancelled, window);
        synchronized (this) {
            if (isSubscribed()) {
                subscriber.onSubscribe(fresh);
                subscriber.onError(new IllegalStateException(
                        "Channel " + name() + " has a subscriber already; set broadcast=true for several"));
                return;
            }
            emission = fresh;
        }
        subscriber.onSubscribe(fresh);
        connection.run(this::consumeIfWanted);
    }

    @Override
    public void open(BrokerLink opened) throws IOException {
        keeper.declareOn(opened);
        opened.onDrained(handOut);
        link = opened;
        consume(opened);
        declared = true;
    }

    @Override
    public void check(BrokerLink on) throws IOException {
        var current = session;
        var consumed = current != null && current.isRegistered() ? current.queue : "";
        if (!keeper.allThere(on, consumed)) {
            connection.reopen(this);
        }
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
        var handingOut = emission;
        var current = session;
        if (stopped || handingOut == null || handingOut.isCancelled() || isConsuming(current, on)) {
            return;
        }
        if (current != null) {
            session = null;
            current.close();
            forgetLost();
            restIfHolding();
        }
        if (!resting) {
            on.openChannel(channel -> consumeOn(on, channel, handingOut.window()));
        }
    }

    private static boolean isConsuming(@Nullable DeliverySession current, BrokerLink on) {
        return current != null && current.continuesOn(on) && !current.isFinishing();
    }

    /** Else each loss would leave up to a prefetch of messages with an application that is stuck. */
    private void forgetLost() {
        var handingOut = emission;
        if (handingOut != null) {
            handingOut.forgetLost();
        }
    }

    /**
     * What the application still holds of a lost consumer is delivered again by the broker. To an application that is
     * stuck it would come again with every loss, and each time count toward the delivery limit.
     */
    private void restIfHolding() {
        if (settings.giveBackAfter().isZero()) {
            return;
        }
        // First, so that an application that goes on from here on is noticed.
        resting = true;
        int held = processing.get();
        if (held > 0) {
            LOG.infof("Channel %s consumes again once the application goes on: it holds %d messages", name(), held);
        } else {
            resting = false;
        }
    }

    private DeliverySession consumeOn(BrokerLink on, Channel channel, ByteWindow window) throws IOException {
        var queue = topology.consumedQueue(channel);
        var opened = new DeliverySession(on, channel, queue, settings, window, prefetch, new AckLedger(), this);
        session = opened;
        acks.use(opened);
        LOG.infof("Channel %s consumes from queue '%s'", name(), queue);
        opened.subscribe();
        return opened;
    }

    private Message<byte[]> message(BrokerDelivery delivery, ContextInternal own) {
        delivery.handOut();
        processing.incrementAndGet();
        return messages.message(delivery, own);
    }

    private long heldBytes() {
        var current = emission;
        return current == null ? 0 : current.window().held();
    }

    @Override
    public void delivered(BrokerDelivery delivery) {
        metrics.delivered().increment();
        if (delivery.envelope.isRedeliver()) {
            metrics.redelivered().increment();
        }
        var current = emission;
        if (current != null) {
            current.offer(delivery);
        }
    }

    private void handOut() {
        var current = emission;
        if (current != null) {
            current.offered();
        }
    }

    @Override
    public void settled(DeliverySession in, BrokerDelivery delivery) {
        acks.settled(in);
        (delivery.settlement() == BrokerDelivery.Disposition.ACK ? metrics.acked() : metrics.rejected()).increment();
        if (processing.decrementAndGet() <= 0 && in.isFinishing() && !stopped) {
            connection.run(in::close);
        }
    }

    @Override
    public void stale(BrokerDelivery delivery) {
        processing.decrementAndGet();
        metrics.staleAcks().increment();
        var current = session;
        if (current != null) {
            current.roomier();
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
        connection.run(() -> {
            try {
                of.adjust();
            } catch (IOException | RuntimeException | Error e) {
                Faults.endIfOutOfMemory(e);
                of.fail(e);
            }
        });
    }

    /**
     * Gives back what the application has been holding for too long, as an archive does whose database is away. The
     * broker would take it back itself, again and again, and count each time toward the delivery limit. Called every few
     * milliseconds.
     */
    public void tick() {
        var current = session;
        if (current != null && !resting && !stopped && isStuck(current)) {
            connection.run(() -> giveBack(current));
        }
    }

    private boolean isStuck(DeliverySession current) {
        var patience = settings.giveBackAfter().toNanos();
        return patience > 0 && current.stuckFor(System.nanoTime()) > patience;
    }

    private void giveBack(DeliverySession current) {
        // First, so that an application that goes on from here on is noticed.
        resting = true;
        if (!isStuck(current)) {
            resting = false;
            return;
        }
        LOG.warnf(
                "Channel %s: no message was settled for %d ms, so all are given back until the application goes on",
                name(), settings.giveBackAfter().toMillis());
        session = null;
        current.close();
    }

    private void goOn() {
        if (resting) {
            connection.run(() -> {
                resting = false;
                consumeIfWanted();
            });
        }
    }

    @Override
    public void ended(DeliverySession ended, String why) {
        if (stopped) {
            return;
        }
        LOG.warnf("Channel %s no longer consumes, it will again: %s", name(), why);
        if (ended.linkIsOpen()) {
            connection.run(ended::close);
            connection.reopen(this);
        }
    }

    /** Takes no new messages. May wait for the broker. */
    public void stopConsuming() {
        stopped = true;
        var current = emission;
        if (current != null) {
            current.hold();
        }
        var consuming = session;
        if (consuming != null && !consuming.isClosed()) {
            consuming.finish();
        }
    }

    /** Whether all that was handed out has been settled. Nobody waits for an application that has cancelled before. */
    public boolean isIdle() {
        return processing.get() <= 0 || !isSubscribed();
    }

    /** Sends the last settlements and closes. May wait for the broker. */
    public void close(long millis) {
        stopped = true;
        connection.unregister(this);
        acks.shutDown(millis);
        var current = session;
        if (current != null) {
            current.close();
        }
        if (deadLetters != null) {
            deadLetters.close();
        }
    }

    /** The application can still settle what it holds; the AMQP channel is closed once it has. */
    private void cancelled() {
        connection.run(() -> {
            var current = session;
            if (current != null && !isSubscribed()) {
                current.finish();
                LOG.infof("Channel %s takes no more messages", name());
                if (processing.get() <= 0) {
                    current.close();
                }
            }
        });
    }

    /** Nothing more is consumed until the application starts again. */
    private void halt() {
        stopped = true;
        connection.run(() -> {
            stopConsuming();
            close(1000);
        });
    }

    private FailureStrategy strategy() {
        return switch (settings.failureStrategy()) {
            case "reject" -> FailureStrategy.reject(name());
            case "requeue" -> FailureStrategy.requeue(name());
            case "accept", "ignore" -> FailureStrategy.accept(name());
            case "fail" -> FailureStrategy.fail(name(), this::halt);
            case "dead-letter" ->
                new DeadLetterStrategy(
                        Objects.requireNonNull(deadLetters),
                        connection,
                        settings.deadLetterKey(),
                        metrics.deadLettered());
            default ->
                throw new IllegalArgumentException("Channel " + name() + ": failure-strategy is reject, requeue,"
                        + " dead-letter, accept, ignore or fail, not '" + settings.failureStrategy() + "'");
        };
    }
}
