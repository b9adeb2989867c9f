package io.logcast.consumer.livetail;

import io.logcast.rabbitmq.ReceivedMetadata;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;

/**
 * The name of the queue that a channel's messages come from. The broker chooses it, and deletes the queue with its
 * connection, so another name means that the queue before was lost. A queue that is lost before its first message goes
 * unnoticed. Not thread-safe.
 */
final class QueueName {

    private @Nullable String name;

    /** Whether the message comes from another queue than the one before; false if its connector does not name queues. */
    boolean changesWith(Message<byte[]> message) {
        var queue = message.getMetadata(ReceivedMetadata.class)
                .map(ReceivedMetadata::queue)
                .orElse(null);
        if (queue == null || queue.equals(name)) {
            return false;
        }
        var isFirst = name == null;
        name = queue;
        return !isFirst;
    }
}
