package io.logcast.rabbitmq.incoming;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Envelope;
import io.logcast.rabbitmq.incoming.BrokerDelivery.Disposition;
import io.logcast.testing.schedules.Doubles;
import io.logcast.testing.schedules.Schedules;
import io.vertx.core.Handler;
import io.vertx.core.impl.ContextInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The threads that deliver, request, hand out and close, in many {@link Schedules}. */
@EnabledIfSystemProperty(named = "schedules.depth", matches = "\\d+", disabledReason = "takes long")
class EmissionSchedulesTest {

    private static final BasicProperties PROPERTIES = new BasicProperties();
    private static final Handler<Void> END = nothing -> {};

    /** What it needs is initialised here, not in a schedule. */
    @BeforeAll
    static void initialise() {
        var handingOut = new HandingOut(0);
        handingOut.deliver();
        handingOut.end();
    }

    @Test
    void allThatAreRequestedAreHandedOutInOrder() {
        Schedules.checkThreads(() -> {
            var handingOut = new HandingOut(2);
            Schedules.inParallel(handingOut::deliver, () -> {
                handingOut.emission.request(1);
                handingOut.emission.request(1);
            });
            handingOut.awaitAll();
            handingOut.end();
            handingOut.checkReceived(1L, 2L);
        });
    }

    @Test
    void noMoreAreHandedOutThanAreRequested() {
        Schedules.checkThreads(() -> {
            var handingOut = new HandingOut(1);
            Schedules.inParallel(handingOut::deliver, () -> handingOut.emission.request(1));
            handingOut.awaitAll();
            handingOut.end();
            handingOut.checkReceived(1L);
        });
    }

    @Test
    void eachIsSettledOnceAndHoldsNoRoomWhenTheSessionIsLost() {
        Schedules.checkThreads(() -> {
            var handingOut = new HandingOut(2);
            Schedules.inParallel(handingOut::deliver, () -> handingOut.emission.request(1), () -> {
                handingOut.session.end("lost");
                handingOut.emission.forgetLost();
            });
            handingOut.end();
            // As when the connection is lost the next time.
            handingOut.emission.forgetLost();
            handingOut.checkRoom();
        });
    }

    @Test
    void nothingMoreIsHandedOutOnceItIsCancelled() {
        Schedules.checkThreads(() -> {
            var handingOut = new HandingOut(2);
            Schedules.inParallel(handingOut::deliver, () -> {
                handingOut.emission.request(2);
                handingOut.emission.cancel();
            });
            handingOut.end();
            var before = handingOut.received.toArray(Long[]::new);
            handingOut.emission.request(2);
            handingOut.deliver();
            handingOut.runRest();
            handingOut.checkReceived(before);
        });
    }

    /** A session, a subscriber that acks at once, and the thread of its event loop. */
    private static final class HandingOut extends Sessions.Silent implements Flow.Subscriber<Message<byte[]>> {
        private final ByteWindow window = new ByteWindow(100);
        private final DeliverySession session;
        private final Emission emission;
        private final BlockingQueue<Handler<Void>> tasks = new LinkedBlockingQueue<>();
        private final Thread eventLoop = new Thread(this::runTasks);
        private final CountDownLatch awaited;
        private final List<BrokerDelivery> delivered = new ArrayList<>();
        /** Used by the event loop only. */
        private final List<Long> received = new ArrayList<>();

        private int whole;
        private int settled;

        HandingOut(int expected) {
            awaited = new CountDownLatch(expected);
            session = Sessions.of(new DeliveringBroker().channel(), new Intake(window, new Prefetch(10, 100)), this);
            emission = new Emission(this, context(), this::message, () -> {}, () -> {}, window);
            eventLoop.start();
        }

        private Message<byte[]> message(BrokerDelivery delivery, ContextInternal own) {
            received.add(delivery.tag());
            return Message.of(delivery.body(), () -> {
                delivery.settle(Disposition.ACK);
                return CompletableFuture.completedFuture(null);
            });
        }

        void deliver() {
            deliver(1);
            emission.offered();
            deliver(2);
            emission.offered();
        }

        private void deliver(long tag) {
            session.deliver(new Envelope(tag, false, "", "q"), PROPERTIES, new byte[1]);
        }

        @Override
        public void delivered(BrokerDelivery delivery) {
            delivered.add(delivery);
            emission.offer(delivery);
        }

        @Override
        public void onNext(Message<byte[]> message) {
            whole += message.getPayload().length;
            message.ack();
            awaited.countDown();
        }

        @Override
        public void settled(DeliverySession in, BrokerDelivery delivery) {
            settled++;
        }

        @Override
        public void stale(BrokerDelivery delivery) {
            settled++;
        }

        void awaitAll() {
            try {
                awaited.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        void end() {
            tasks.add(END);
            Schedules.join(eventLoop);
        }

        void checkReceived(Long... tags) {
            if (!received.equals(List.of(tags))) {
                throw new IllegalStateException("Received: " + received);
            }
            checkSettled();
        }

        void checkRoom() {
            for (var delivery : delivered) {
                if (delivery.settlement() == Disposition.OPEN) {
                    throw new IllegalStateException("Nobody has settled " + delivery.tag());
                }
            }
            if (window.held() != 0) {
                throw new IllegalStateException("Held bytes: " + window.held());
            }
            checkSettled();
        }

        private void checkSettled() {
            if (settled != received.size() || whole != received.size()) {
                throw new IllegalStateException(
                        "Received: " + received + ", with their bodies: " + whole + ", settled: " + settled);
            }
        }

        private void runTasks() {
            try {
                for (var task = tasks.take(); task != END; task = tasks.take()) {
                    task.handle(null);
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        private void runRest() {
            for (var task = tasks.poll(); task != null; task = tasks.poll()) {
                task.handle(null);
            }
        }

        @SuppressWarnings("unchecked")
        private ContextInternal context() {
            return Doubles.of(ContextInternal.class, (proxy, method, arguments) -> {
                switch (method.getName()) {
                    case "runOnContext" -> tasks.add((Handler<Void>) arguments[0]);
                    case "dispatch" -> ((Handler<Object>) arguments[1]).handle(arguments[0]);
                    default -> {
                        return proxy;
                    }
                }
                return null;
            });
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {}

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onComplete() {}
    }
}
