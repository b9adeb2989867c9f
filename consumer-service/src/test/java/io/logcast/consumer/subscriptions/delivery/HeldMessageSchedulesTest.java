package io.logcast.consumer.subscriptions.delivery;

import static io.logcast.testing.LogEventFixtures.event;
import static io.logcast.testing.LogEventFixtures.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.Channel;
import io.logcast.consumer.subscriptions.Subscription;
import io.logcast.model.wire.LogMessage;
import io.logcast.model.wire.LogMessage.Content;
import io.logcast.rabbitmq.PublishException;
import io.logcast.rabbitmq.PublishException.Reason;
import io.logcast.rabbitmq.messages.MessageProperties;
import io.logcast.rabbitmq.queues.QueueChannel;
import io.logcast.rabbitmq.queues.QueueMessage;
import io.logcast.testing.schedules.Doubles;
import io.logcast.testing.schedules.Schedules;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The threads that settle the events of a message, and those that learn what became of them, in many {@link Schedules}. */
@EnabledIfSystemProperty(named = "schedules.depth", matches = "\\d+", disabledReason = "takes long")
@SuppressWarnings("NullAway") // The reader needs no connection here, and the republisher no channels.
public class HeldMessageSchedulesTest {

    private static final int EVENTS = 2;
    private static final String SUBSCRIPTION = "{\"name\":\"work\",\"binding\":{\"type\":\"none\"},\"durable\":true,"
            + "\"ttl_seconds\":60,\"max_messages\":10,\"max_bytes\":1024,\"ack_deadline_seconds\":5}";

    /** What no schedule changes. */
    private record Fixed(Subscription subscription, EventReader events, Received received, Content content) {

        private static final Fixed ONE = make();

        private static Fixed make() {
            var line = json(event("text"));
            try {
                return new Fixed(
                        new ObjectMapper().readValue(SUBSCRIPTION, Subscription.class),
                        new EventReader(Clock.systemUTC()),
                        // Short lines, since Lincheck takes a loop over many bytes for one that does not end.
                        received("0\n1"),
                        received(line + "\n" + line).delivery().content());
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        }

        private static Received received(String lines) {
            var properties = new MessageProperties(null, LogMessage.TYPE, null, null, null, null, null, null, null);
            var body = lines.getBytes(StandardCharsets.UTF_8);
            return Received.of(
                    new QueueMessage("consumer", 1, System.nanoTime(), "", "work", false, properties, Map.of(), body));
        }
    }

    /**
     * A message whose events were handed out. It is acknowledged once each event has one fate; or it is requeued as it is,
     * before any event has one.
     */
    public static class Settling {
        private final AtomicIntegerArray acked = new AtomicIntegerArray(EVENTS);
        private final AtomicIntegerArray published = new AtomicIntegerArray(EVENTS);
        private final AtomicInteger messageAcks = new AtomicInteger();
        private final AtomicInteger messageRequeues = new AtomicInteger();
        private final Broker broker = new Broker();
        /** In a schedule, the clock is another one. */
        private final long begun = System.nanoTime();

        private final QueueReader reader;
        private final HeldMessage message;

        private volatile boolean isAckedEarly;
        /** Whether it may be requeued after some of its events have left. */
        private volatile boolean mayComeTwice;

        public Settling() {
            var fixed = Fixed.ONE;
            reader = new QueueReader(
                    fixed.subscription, new QueueChannel("work", null, channel()), broker, fixed.events);
            var times = HoldTimes.of(Duration.ofDays(1), Duration.ofSeconds(5));
            message = new HeldMessage(1, fixed.received, fixed.content, reader, broker, times, true);
            reader.held().add(message);
            message.handOut(EVENTS);
        }

        @Operation
        public void ack(@Param(gen = IntGen.class, conf = "0:1") int index) {
            // First, since the message may be acknowledged before the call returns.
            acked.incrementAndGet(index);
            if (!message.ack(index)) {
                acked.decrementAndGet(index);
            }
        }

        @Operation
        public void giveBack(@Param(gen = IntGen.class, conf = "0:1") int index) {
            message.giveBack(index);
        }

        @Operation
        public void reject(@Param(gen = IntGen.class, conf = "0:1") int index) {
            message.reject(index, "broken");
        }

        @Operation
        public void expire() {
            message.expire(begun + Duration.ofMinutes(1).toNanos());
        }

        @Operation
        public void handOut() {
            message.handOut(1);
        }

        @Operation
        public void confirm() {
            var sent = broker.unconfirmed.poll();
            if (sent != null) {
                for (int i = 0; i < EVENTS; i++) {
                    if (sent.lines.contains(i == 0 ? "0" : "1")) {
                        published.incrementAndGet(i);
                    }
                }
                sent.outcome.complete(null);
            }
        }

        @Operation
        public void refuse() {
            refuse(Reason.REJECTED);
        }

        @Operation
        public void loseTheQueue() {
            mayComeTwice = true;
            refuse(Reason.UNROUTABLE);
        }

        @Operation
        public void end() {
            mayComeTwice = true;
            message.expire(begun + Duration.ofDays(10_000).toNanos());
        }

        @Validate
        public void eachEventAndTheMessageHaveOneFate() {
            for (int i = 0; i <= EVENTS; i++) {
                while (!broker.unconfirmed.isEmpty()) {
                    confirm();
                }
                expire();
            }
            if (messageAcks.get() + messageRequeues.get() != 1 || isAckedEarly) {
                throw new IllegalStateException(
                        "Acked " + messageAcks + ", requeued " + messageRequeues + ", early: " + isAckedEarly);
            }
            for (int i = 0; i < EVENTS; i++) {
                int fates = acked.get(i) + published.get(i);
                if (fates != messageAcks.get() && !(mayComeTwice && messageAcks.get() == 0)) {
                    throw new IllegalStateException("Acked " + acked + ", published " + published
                            + ", and the message was requeued " + messageRequeues + " times");
                }
            }
            if (!reader.held().isEmpty() || reader.held().handedOut() != 0) {
                throw new IllegalStateException("Handed out: " + reader.held().handedOut());
            }
        }

        private void refuse(Reason reason) {
            var sent = broker.unconfirmed.poll();
            if (sent != null) {
                sent.outcome.completeExceptionally(new PublishException(reason, "of a test"));
            }
        }

        private void acknowledged() {
            messageAcks.incrementAndGet();
            for (int i = 0; i < EVENTS; i++) {
                if (acked.get(i) + published.get(i) == 0) {
                    isAckedEarly = true;
                }
            }
        }

        private Channel channel() {
            return Doubles.of(Channel.class, (proxy, method, arguments) -> {
                switch (method.getName()) {
                    case "basicAck" -> acknowledged();
                    case "basicReject" -> messageRequeues.incrementAndGet();
                    default -> {}
                }
                return null;
            });
        }
    }

    /** What was published and has no outcome yet. */
    private record Sent(String lines, CompletableFuture<Void> outcome) {}

    private static final class Broker extends Republisher {
        private final Queue<Sent> unconfirmed = new ConcurrentLinkedQueue<>();

        Broker() {
            super(null, null, "dead", "dropped", null);
        }

        @Override
        CompletionStage<Void> toQueue(Subscription subscription, Received original, byte[] lines, int events) {
            return send(lines);
        }

        @Override
        CompletionStage<Void> deadLetter(String queue, Received original, byte[] body, String reason) {
            return send(body);
        }

        private CompletionStage<Void> send(byte[] lines) {
            var sent = new Sent(new String(lines, StandardCharsets.UTF_8), new CompletableFuture<>());
            unconfirmed.add(sent);
            return sent.outcome;
        }
    }

    /** What it needs is initialised here, not in a schedule. */
    @BeforeAll
    static void initialise() {
        var settling = new Settling();
        settling.reject(0);
        settling.refuse();
        settling.ack(1);
        settling.eachEventAndTheMessageHaveOneFate();
    }

    @Test
    void eachEventAndTheMessageHaveOneFate() {
        Schedules.checkValid(Settling.class);
    }
}
