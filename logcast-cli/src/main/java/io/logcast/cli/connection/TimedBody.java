package io.logcast.cli.connection;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A body that is read as it arrives. A read fails if nothing arrives for too long, since the service or the network is
 * gone then.
 */
final class TimedBody extends InputStream implements BodySubscriber<InputStream> {

    private static final List<ByteBuffer> END = List.of();

    private final Duration silence;
    /** Holds at most one piece, since only one is requested at a time. */
    private final BlockingQueue<List<ByteBuffer>> arrived = new LinkedBlockingQueue<>();

    private final Deque<ByteBuffer> unread = new ArrayDeque<>();
    private volatile @Nullable Subscription subscription;
    private volatile @Nullable Throwable failure;
    private boolean isAtItsEnd;

    private TimedBody(Duration silence) {
        this.silence = silence;
    }

    static BodyHandler<InputStream> handler(Duration silence) {
        return info -> new TimedBody(silence);
    }

    @Override
    public void onSubscribe(Subscription newSubscription) {
        subscription = newSubscription;
        newSubscription.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        arrived.add(List.copyOf(buffers));
    }

    @Override
    public void onError(Throwable newFailure) {
        failure = newFailure;
        arrived.add(END);
    }

    @Override
    public void onComplete() {
        arrived.add(END);
    }

    @Override
    public CompletionStage<InputStream> getBody() {
        return CompletableFuture.completedStage(this);
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (!isAtItsEnd) {
            var next = unread.peek();
            if (next == null) {
                take();
            } else if (next.hasRemaining()) {
                var count = Math.min(length, next.remaining());
                next.get(bytes, offset, count);
                return count;
            } else {
                unread.remove();
            }
        }
        return -1;
    }

    private void take() throws IOException {
        try {
            var buffers = arrived.poll(silence.toMillis(), TimeUnit.MILLISECONDS);
            if (buffers == null) {
                close();
                throw new HttpTimeoutException("nothing came for " + silence.toSeconds() + " s");
            }
            if (buffers == END) {
                isAtItsEnd = true;
                if (failure != null) {
                    throw new IOException("the connection is lost", failure);
                }
                return;
            }
            unread.addAll(buffers);
            var source = subscription;
            if (source != null) {
                source.request(1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() {
        var source = subscription;
        if (source != null) {
            source.cancel();
        }
    }
}
