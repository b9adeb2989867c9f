package io.logcast.rabbitmq.testing;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Subscribes to an incoming channel; keeps what arrives, or gives it to a handler. */
public final class Inbox implements Flow.Subscriber<Message<?>> {

    private final Flow.Publisher<? extends Message<?>> publisher;
    private final BlockingQueue<Message<?>> messages = new LinkedBlockingQueue<>();
    private final List<String> received = new CopyOnWriteArrayList<>();
    private volatile Consumer<Message<?>> handler = messages::add;
    private volatile Flow.Subscription subscription;
    private volatile Throwable failure;
    private volatile boolean completed;

    Inbox(Flow.Publisher<? extends Message<?>> publisher) {
        this.publisher = publisher;
    }

    /** Subscribes and requests that many messages. */
    public Inbox request(long n) {
        if (subscription == null) {
            publisher.subscribe(this);
        }
        subscription.request(n);
        return this;
    }

    /** Requests everything. */
    public Inbox open() {
        return request(Long.MAX_VALUE);
    }

    /** Requests everything and passes it to the handler. */
    public Inbox handle(Consumer<Message<?>> with) {
        handler = with;
        return open();
    }

    /** Requests everything and acks it. */
    public Inbox ackAll() {
        return handle(Message::ack);
    }

    /** Another subscriber of the same channel. */
    public Inbox successor() {
        return new Inbox(publisher);
    }

    public void cancel() {
        subscription.cancel();
    }

    /** The next message; null if none comes within 10 s. */
    public Message<?> take() {
        return take(10_000);
    }

    public Message<?> take(long millis) {
        try {
            return messages.poll(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The payloads of all messages so far, as text, in order. */
    public List<String> received() {
        return received;
    }

    /** Whether the stream has ended or failed. */
    public boolean isOver() {
        return completed || failure != null;
    }

    public static String text(Message<?> message) {
        return message.getPayload() instanceof byte[] bytes
                ? new String(bytes, StandardCharsets.UTF_8)
                : String.valueOf(message.getPayload());
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
    }

    @Override
    public void onNext(Message<?> message) {
        received.add(text(message));
        handler.accept(message);
    }

    @Override
    public void onError(Throwable thrown) {
        failure = thrown;
    }

    @Override
    public void onComplete() {
        completed = true;
    }
}
