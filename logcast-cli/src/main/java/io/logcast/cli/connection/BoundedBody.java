package io.logcast.cli.connection;

import java.io.IOException;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/** Collects an answer of up to 64 MiB, which is far above the size of the services' answers. */
final class BoundedBody implements BodySubscriber<byte[]> {

    private static final long MAX = 64L * 1024 * 1024;

    private final BodySubscriber<byte[]> collected = BodySubscribers.ofByteArray();
    private @Nullable Subscription subscription;
    private long size;

    static BodyHandler<byte[]> handler() {
        return info -> new BoundedBody();
    }

    @Override
    public void onSubscribe(Subscription newSubscription) {
        subscription = newSubscription;
        collected.onSubscribe(newSubscription);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        size += buffers.stream().mapToLong(ByteBuffer::remaining).sum();
        if (size > MAX && subscription != null) {
            subscription.cancel();
            collected.onError(new IOException("the answer is larger than " + MAX + " bytes"));
        } else {
            collected.onNext(buffers);
        }
    }

    @Override
    public void onError(Throwable failure) {
        collected.onError(failure);
    }

    @Override
    public void onComplete() {
        collected.onComplete();
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return collected.getBody();
    }
}
