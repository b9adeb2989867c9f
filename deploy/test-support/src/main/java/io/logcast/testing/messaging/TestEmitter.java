package io.logcast.testing.messaging;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Message;

/** An emitter whose messages a test receives, to settle, keep or refuse them. */
public final class TestEmitter implements Emitter<byte[]> {

    private final Consumer<Message<? extends byte[]>> channel;

    /** @param channel receives each message as it is sent; the sender gets what it throws */
    public TestEmitter(Consumer<Message<? extends byte[]>> channel) {
        this.channel = channel;
    }

    @Override
    public <M extends Message<? extends byte[]>> void send(M message) {
        channel.accept(message);
    }

    @Override
    public CompletionStage<Void> send(byte[] payload) {
        var outcome = new CompletableFuture<Void>();
        send(Message.of(
                payload,
                () -> {
                    outcome.complete(null);
                    return CompletableFuture.completedFuture(null);
                },
                failure -> {
                    outcome.completeExceptionally(failure);
                    return CompletableFuture.completedFuture(null);
                }));
        return outcome;
    }

    @Override
    public void complete() {}

    @Override
    public void error(Exception failure) {}

    @Override
    public boolean isCancelled() {
        return false;
    }

    @Override
    public boolean hasRequests() {
        return true;
    }
}
