package io.logcast.rabbitmq.outgoing;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import io.logcast.rabbitmq.PublishException;
import io.logcast.rabbitmq.connection.BrokerLink;
import io.logcast.rabbitmq.connection.LoopbackLink;
import io.logcast.testing.schedules.Doubles;
import io.logcast.testing.schedules.Schedules;
import java.io.IOException;
import java.util.HashMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The publisher's thread and those that answer, expire and lose what it sends, in many {@link Schedules}. */
@EnabledIfSystemProperty(named = "schedules.depth", matches = "\\d+", disabledReason = "takes long")
class PublisherSchedulesTest {

    private static final long GRACE = TimeUnit.HOURS.toNanos(1);
    private static final long NOBODY = 0;

    /** Gives its connection up when messages expire, in each schedule. */
    private static final Logger LOG = Logger.getLogger(BrokerLink.class.getName());

    @SuppressWarnings("NullAway")
    private static LoopbackLink loopback;

    @BeforeAll
    static void connect() throws IOException {
        LOG.setLevel(Level.OFF);
        loopback = new LoopbackLink();
    }

    @AfterAll
    static void disconnect() throws IOException {
        loopback.close();
        LOG.setLevel(null);
    }

    @Test
    void allAreConfirmedThoughTheWindowIsSmallerThanThat() {
        Schedules.checkThreads(() -> {
            var publishing = new Publishing(3, 1);
            publishing.start();
            Schedules.inParallel(publishing::acceptAll, () -> publishing.confirm(3));
            publishing.outcomes.awaitAll();
            publishing.publisher.shutDown();
            publishing.end();
            publishing.outcomes.checkConfirmed(3);
        });
    }

    @Test
    void eachHasOneOutcomeWhateverComesFirst() {
        Schedules.checkThreads(() -> {
            var publishing = new Publishing(2, 2);
            publishing.start();
            Schedules.inParallel(
                    publishing::acceptAll, publishing::answerOnce, publishing::expireAll, publishing::close);
            publishing.end();
        });
    }

    @Test
    void eachHasOneOutcomeWhenTheConnectionIsLost() {
        Schedules.checkThreads(() -> {
            var publishing = new Publishing(2, 1);
            publishing.start();
            Schedules.inParallel(publishing::acceptAll, publishing::loseAndOpenAgain, () -> {
                publishing.answerOnce();
                publishing.answerOnce();
            });
            publishing.publisher.shutDown();
            // What was sent on the second channel and is not confirmed.
            publishing.second.lost(new IOException("the application is stopping"));
            publishing.end();
        });
    }

    @Test
    void nothingIsLeftOfWhatIsAcceptedDuringTheClose() {
        Schedules.checkThreads(() -> {
            var publishing = new Publishing(1, 2);
            publishing.start();
            Schedules.inParallel(publishing::acceptAll, publishing::close);
            publishing.end();
        });
    }

    /** A publisher with two channels, one after the other. */
    private static final class Publishing {
        private final int count;
        private final Outcome outcomes;
        private final Publisher publisher;
        private final PublishSession first;
        private final PublishSession second;
        private final BlockingQueue<Long> sentOnFirst = new LinkedBlockingQueue<>();
        private final BlockingQueue<Long> sentOnSecond = new LinkedBlockingQueue<>();

        Publishing(int count, int inFlight) {
            this.count = count;
            outcomes = new Outcome(count);
            publisher = new Publisher("test", count, GRACE, outcomes);
            first = session(sentOnFirst, inFlight);
            second = session(sentOnSecond, inFlight);
        }

        private PublishSession session(BlockingQueue<Long> sent, int inFlight) {
            return new PublishSession(loopback.link(), channel(sent), "logs", inFlight, outcomes);
        }

        void start() {
            publisher.use(first);
            publisher.start();
        }

        void acceptAll() {
            for (int number = 0; number < count; number++) {
                publisher.accept(new Publication(
                        Message.of(number), "", new BasicProperties.Builder(), new HashMap<>(), new byte[0], null));
            }
        }

        void confirm(int number) {
            for (int i = 0; i < number; i++) {
                first.handleAck(take(sentOnFirst), false);
            }
        }

        /** Returns the first message, and confirms it, if it is sent. */
        void answerOnce() {
            var sent = take(sentOnFirst);
            if (sent != NOBODY) {
                var headers = new HashMap<String, Object>();
                headers.put(PublishSession.SEQUENCE_HEADER, sent);
                var properties = new BasicProperties.Builder().headers(headers).build();
                first.handleReturn(312, "NO_ROUTE", "logs", "", properties, new byte[0]);
                first.handleAck(sent, true);
            }
        }

        void expireAll() {
            long now = System.nanoTime();
            publisher.expire(now + GRACE, now);
        }

        void loseAndOpenAgain() {
            first.lost(new IOException("lost"));
            publisher.use(second);
            sentOnFirst.add(NOBODY);
            sentOnFirst.add(NOBODY);
        }

        void close() {
            publisher.shutDown();
            first.lost(new IOException("the application is stopping"));
            sentOnFirst.add(NOBODY);
        }

        void end() {
            Schedules.join(publisher);
            outcomes.checkOneEach();
        }

        private static long take(BlockingQueue<Long> sent) {
            try {
                return sent.take();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static final class Outcome implements Outcomes {
        private final int count;
        private final AtomicIntegerArray confirmed;
        private final AtomicIntegerArray failed;
        private final CountDownLatch open;

        Outcome(int count) {
            this.count = count;
            confirmed = new AtomicIntegerArray(count);
            failed = new AtomicIntegerArray(count);
            open = new CountDownLatch(count);
        }

        @Override
        public void confirmed(Publication publication) {
            confirmed.incrementAndGet((Integer) publication.message.getPayload());
            open.countDown();
        }

        @Override
        public void failed(Publication publication, PublishException failure) {
            failed.incrementAndGet((Integer) publication.message.getPayload());
            open.countDown();
        }

        @Override
        public void settled() {}

        void awaitAll() {
            try {
                open.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        void checkConfirmed(int number) {
            for (int index = 0; index < number; index++) {
                if (confirmed.get(index) != 1) {
                    throw new IllegalStateException("Message " + index + " is not confirmed");
                }
            }
        }

        void checkOneEach() {
            for (int number = 0; number < count; number++) {
                if (confirmed.get(number) + failed.get(number) != 1) {
                    throw new IllegalStateException("Message " + number + " was confirmed " + confirmed.get(number)
                            + " times and failed " + failed.get(number) + " times");
                }
            }
        }
    }

    private static Channel channel(BlockingQueue<Long> sent) {
        return Doubles.of(Channel.class, (proxy, method, arguments) -> {
            if (method.getName().equals("basicPublish")) {
                var headers = ((BasicProperties) arguments[3]).getHeaders();
                sent.add((Long) headers.get(PublishSession.SEQUENCE_HEADER));
            }
            return null;
        });
    }
}
