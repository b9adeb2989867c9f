package io.logcast.rabbitmq.incoming;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.LongString;
import io.logcast.rabbitmq.ReceivedMetadata;
import io.logcast.rabbitmq.connection.BrokerConnection;
import io.logcast.rabbitmq.connection.BrokerLink;
import io.logcast.rabbitmq.connection.ChannelUser;
import io.logcast.rabbitmq.outgoing.OutgoingChannel;
import io.logcast.rabbitmq.telemetry.ChannelMetrics;
import io.logcast.rabbitmq.telemetry.ChannelMetrics.Consuming;
import io.logcast.rabbitmq.telemetry.MessageTracing;
import io.logcast.rabbitmq.topology.Topology;
import io.logcast.rabbitmq.topology.TopologyKeeper;
import io.smallrye.reactive.messaging.providers.locals.LocalContextMetadata;
import io.vertx.core.impl.ContextInternal;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * An incoming channel: a stream of messages that the broker neither ends nor fails. Whatever happens to the consumer,
 * its AMQP channel or its connection, it subscribes again.
 */
public final class IncomingChannel implements Flow.Publisher<Message<byte[]>>, ChannelUser, DeliverySession.Listener {

    private static final Logger LOG = Logger.getLogger(IncomingChannel.class);
    private static final String DELIVERY_COUNT = "x-delivery-count";

    private final ConsumeSettings settings;
    private final Topology topology;
    private final TopologyKeeper keeper;
    private final BrokerConnection connection;
    private final ContextInternal context;
    private final MessageTracing tracing;
    private final Consuming metrics;
    private final FailureStrategy onFailure;
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
        this.tracing = tracing;
        this.deadLetters = deadLetters;
        this.metrics = metrics.consuming(() -> isRegistered() ? 1 : 0);
        this.acks = new AckWriter(settings.channel(), settings.prefetch());
        this.onFailure = strategy();
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
        var fresh = new Emission(subscriber, context, this::message, this::goOn, this::cancelled);
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
            } catch (IOException | RuntimeException e) {
                LOG.warnf("Channel %s cannot consume: %s", name(), e);
                connection.reopen(this);
            }
        }
    }

    private void consume(BrokerLink on) throws IOException {
        var current = session;
        if (stopped || !isSubscribed() || (current != null && current.continuesOn(on))) {
            return;
        }
        if (current != null) {
            session = null;
            forgetLost();
            restIfHolding();
        }
        if (!resting) {
            on.openChannel(channel -> consumeOn(on, channel));
        }
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

    private String consumeOn(BrokerLink on, Channel channel) throws IOException {
        channel.basicQos(settings.prefetch());
        var queue = topology.consumedQueue(channel);
        var opened = new DeliverySession(on, channel, queue, settings.autoAck(), new AckLedger(), this);
        session = opened;
        acks.use(opened);
        LOG.infof("Channel %s consumes from queue '%s'", name(), queue);
        return channel.basicConsume(
                queue,
                settings.autoAck(),
                settings.consumerTag(),
                false,
                settings.exclusive(),
                settings.consumerArguments(),
                opened);
    }

    @Override
    public void delivered(Delivery delivery) {
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
    public void settled(DeliverySession in, Delivery delivery) {
        processing.decrementAndGet();
        acks.settled(in);
        (delivery.settlement() == Delivery.Settlement.ACK ? metrics.acked() : metrics.rejected()).increment();
    }

    @Override
    public void stale(Delivery delivery) {
        processing.decrementAndGet();
        metrics.staleAcks().increment();
        goOn();
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
            consuming.cancel();
        }
    }

    /** Whether all that was handed out has been settled. */
    public boolean isIdle() {
        return processing.get() <= 0;
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

    private void cancelled() {
        connection.run(() -> {
            var current = session;
            if (current != null && !isSubscribed()) {
                current.close();
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
                new DeadLetters(
                        Objects.requireNonNull(deadLetters),
                        connection,
                        settings.deadLetterKey(),
                        metrics.deadLettered());
            default ->
                throw new IllegalArgumentException("Channel " + name() + ": failure-strategy is reject, requeue,"
                        + " dead-letter, accept, ignore or fail, not '" + settings.failureStrategy() + "'");
        };
    }

    private Message<byte[]> message(Delivery delivery, ContextInternal own) {
        processing.incrementAndGet();
        var envelope = delivery.envelope;
        var headers = headers(delivery);
        var items = new ArrayList<Object>(List.of(new LocalContextMetadata(own), metadata(delivery, headers)));
        var span = tracing.process(
                delivery.session.queue, envelope.getExchange(), envelope.getRoutingKey(), delivery.tag(), headers);
        if (span != null) {
            items.add(span.metadata());
        }
        return new ReceivedMessage(delivery, Metadata.from(items), onFailure, span == null ? null : span.span());
    }

    private ReceivedMetadata metadata(Delivery delivery, Map<String, Object> headers) {
        var contentType =
                settings.contentTypeOverride().or(() -> Optional.ofNullable(delivery.properties.getContentType()));
        return new ReceivedMetadata(
                delivery.session.queue,
                delivery.envelope.getExchange(),
                delivery.envelope.getRoutingKey(),
                delivery.properties,
                headers,
                delivery.envelope.isRedeliver(),
                headers.get(DELIVERY_COUNT) instanceof Number count ? count.longValue() : 0,
                Instant.now(),
                contentType);
    }

    private static Map<String, Object> headers(Delivery delivery) {
        var received = delivery.properties.getHeaders();
        if (received == null || received.isEmpty()) {
            return Map.of();
        }
        var headers = new HashMap<String, Object>(received);
        headers.replaceAll((name, value) -> value instanceof LongString text ? text.toString() : value);
        return headers;
    }
}
