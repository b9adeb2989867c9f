package io.logcast.rabbitmq.outgoing;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConfirmListener;
import com.rabbitmq.client.ReturnListener;
import com.rabbitmq.client.ShutdownSignalException;
import io.logcast.rabbitmq.PublishException;
import io.logcast.rabbitmq.PublishException.Reason;
import io.logcast.rabbitmq.connection.BrokerLink;
import io.logcast.rabbitmq.connection.Faults;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An AMQP channel with confirms, from when it is opened until it is closed. Each session has its own sequence numbers
 * and its own window, so a late confirm of an earlier session cannot be mistaken for one of this session.
 */
final class PublishSession implements ConfirmListener, ReturnListener {

    /** The header that identifies a message if the broker returns it. */
    static final String SEQUENCE_HEADER = "x-logcast-sequence";

    private static final String DIRECT_REPLY = "amq.rabbitmq.reply-to.";
    private static final long SLOT_WAIT_NANOS = 50_000;

    private final BrokerLink link;
    private final Channel channel;
    private final String exchange;
    private final ConfirmWindow window;
    private final Outcomes outcomes;
    private volatile boolean closed;
    private long sent;

    PublishSession(BrokerLink link, Channel channel, String exchange, int inFlight, Outcomes outcomes) {
        this.link = link;
        this.channel = channel;
        this.exchange = exchange;
        // Twice as many slots as needed, so that one late confirm seldom delays later messages.
        this.window = new ConfirmWindow(inFlight * 2);
        this.outcomes = outcomes;
    }

    /** Opens an AMQP channel on the connection and enables confirms. */
    static PublishSession open(BrokerLink link, String exchange, int inFlight, Outcomes outcomes) throws IOException {
        return link.openChannel(channel -> {
            var session = new PublishSession(link, channel, exchange, inFlight, outcomes);
            channel.addReturnListener(session);
            channel.addConfirmListener(session);
            // Not confirmSelect(), since amqp-client would then also keep a sorted set of unconfirmed numbers.
            channel.rpc(new AMQP.Confirm.Select.Builder().build());
            return session;
        });
    }

    void onClose(Consumer<ShutdownSignalException> listener) {
        channel.addShutdownListener(cause -> {
            lost(cause);
            listener.accept(cause);
        });
    }

    boolean isUsable() {
        return !closed;
    }

    /** Sends the publication, or fails it. Called only by the publisher's thread. */
    void publish(Publication publication) {
        publication.sequence = sent + 1;
        if (!awaitSlot(publication)) {
            return;
        }
        sent++;
        if (closed) {
            // lost() may have run before the publication was added to the window, and so have missed it.
            outcomes.fail(publication, lostMessage(null));
            return;
        }
        try {
            var properties = publication.propertiesWith(SEQUENCE_HEADER, publication.sequence);
            channel.basicPublish(exchange, publication.routingKey, !isReply(publication), properties, publication.body);
        } catch (IOException | AlreadyClosedException e) {
            outcomes.fail(publication, lostMessage(e));
            lost(e);
            if (e instanceof IOException) {
                link.abort("a write failed: " + e.getMessage());
            }
        } catch (RuntimeException | Error e) {
            Faults.endIfOutOfMemory(e);
            // It may have been written in part, so the broker may count sequence numbers differently from here on.
            outcomes.fail(publication, new PublishException(Reason.INVALID, String.valueOf(e.getMessage()), e));
            lost(e);
            close();
        }
    }

    /**
     * Whether it is a direct reply. These must not be mandatory: the broker would return them although it delivers
     * them.
     */
    private boolean isReply(Publication publication) {
        return exchange.isEmpty() && publication.routingKey.startsWith(DIRECT_REPLY);
    }

    void flush() {
        try {
            link.flush();
        } catch (IOException e) {
            lost(e);
            link.abort("a write failed: " + e.getMessage());
        }
    }

    @Override
    public void handleAck(long deliveryTag, boolean multiple) {
        window.takeAnswered(deliveryTag, multiple, outcomes::confirm);
        outcomes.settled();
    }

    @Override
    public void handleNack(long deliveryTag, boolean multiple) {
        window.takeAnswered(
                deliveryTag,
                multiple,
                publication -> outcomes.fail(
                        publication, new PublishException(Reason.REJECTED, "a queue refused it, or no longer exists")));
        outcomes.settled();
    }

    /** The broker returns a message before it acks it, so the message has left the window when the ack arrives. */
    @Override
    public void handleReturn(
            int replyCode, String replyText, String from, String key, BasicProperties properties, byte[] body) {
        var headers = properties.getHeaders();
        if (headers != null && headers.get(SEQUENCE_HEADER) instanceof Long sequence) {
            var publication = window.take(sequence);
            if (publication != null) {
                outcomes.fail(publication, PublishException.returned(replyCode, replyText, from, key));
                outcomes.settled();
            }
        }
    }

    /**
     * Fails messages that were accepted before that time. If the broker has sent nothing since such a message was
     * accepted, the connection is given up.
     *
     * @param silenceExpected whether the broker blocks the connection; then it is not given up
     */
    void expire(long acceptedBefore, long now, boolean silenceExpected) {
        var silent = new AtomicBoolean();
        window.takeAcceptedBefore(acceptedBefore, publication -> {
            if (publication.claim()) {
                silent.compareAndSet(false, link.silentFor(now) > now - publication.acceptedAt);
                outcomes.failed(publication, publication.pastDeadline(now));
            }
        });
        if (silent.get() && !silenceExpected && !closed) {
            link.abort("the broker has not answered within a message's deadline");
        }
        outcomes.settled();
    }

    /** Marks the session as closed and fails all unconfirmed messages. Idempotent. */
    void lost(Throwable cause) {
        closed = true;
        window.takeAll(publication -> outcomes.fail(publication, lostMessage(cause)));
        outcomes.settled();
    }

    /** Closes the AMQP channel; may wait for the broker. */
    void close() {
        closed = true;
        link.discard(channel);
    }

    private boolean awaitSlot(Publication publication) {
        while (!window.add(publication)) {
            if (closed || publication.isDone()) {
                outcomes.fail(publication, lostMessage(null));
                return false;
            }
            flush();
            LockSupport.parkNanos(SLOT_WAIT_NANOS);
        }
        return true;
    }

    private static PublishException lostMessage(@Nullable Throwable cause) {
        return new PublishException(
                Reason.CONNECTION_LOST,
                cause == null ? "the channel was closed" : String.valueOf(cause.getMessage()),
                cause);
    }
}
