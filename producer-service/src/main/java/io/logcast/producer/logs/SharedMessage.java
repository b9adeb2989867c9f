package io.logcast.producer.logs;

import io.logcast.model.wire.LogMessage;
import io.logcast.model.wire.LogMessageBuilder;
import io.logcast.model.wire.Route;
import io.opentelemetry.context.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Messages to one address that are sent as one. */
final class SharedMessage {

    private final Address address;
    private final List<Context> traces = new ArrayList<>(0);
    private final List<Share> shares = new ArrayList<>(1);
    private List<LogMessage> messages = new ArrayList<>(1);
    private int events;
    private int bytes;

    SharedMessage(Address address) {
        this.address = address;
    }

    /**
     * Where a message goes: to the broadcast or to one queue. Only messages of the same route are joined.
     *
     * @param queue null for the broadcast
     */
    record Address(@Nullable String queue, Route route) {

        String routingKey() {
            return queue == null ? route.key() : queue;
        }
    }

    private record Share(int bytes, CompletableFuture<Void> answer) {}

    /** Whether the message still fits. A single message may have any size. */
    boolean hasRoomFor(LogMessage message, int maxEvents, int maxBytes) {
        return messages.isEmpty()
                || (events + message.events() <= maxEvents && bytes + message.body().length <= maxBytes);
    }

    /**
     * @param trace the trace of the message's request; null if none is recorded
     * @return completes when the shared message is settled
     */
    CompletableFuture<Void> add(LogMessage message, @Nullable Context trace) {
        var size = message.body().length;
        var answer = new CompletableFuture<Void>();
        messages.add(message);
        shares.add(new Share(size, answer));
        events += message.events();
        bytes += size;
        if (trace != null) {
            traces.add(trace);
        }
        return answer;
    }

    Address address() {
        return address;
    }

    List<Context> traces() {
        return traces;
    }

    /** The message to send. Call it once: it releases the messages that it was made of. */
    LogMessage take() {
        var joined = LogMessageBuilder.joined(messages);
        messages = List.of();
        return joined;
    }

    /** The sizes of the messages that it was made of. */
    Iterable<Integer> sizes() {
        return () -> shares.stream().map(Share::bytes).iterator();
    }

    void confirmed() {
        shares.forEach(share -> share.answer.complete(null));
    }

    /** @param reason makes an exception for each of them */
    void refused(Supplier<? extends Throwable> reason) {
        shares.forEach(share -> share.answer.completeExceptionally(reason.get()));
    }
}
