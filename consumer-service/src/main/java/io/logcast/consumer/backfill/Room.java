package io.logcast.consumer.backfill;

import io.logcast.model.wire.LogMessage;
import io.logcast.rabbitmq.queues.QueueState;

/**
 * How much a queue may get before it is half full. Beyond its limits it would drop the oldest events.
 *
 * @param messages how many messages; 0 if the replay has to wait for room
 * @param messageBytes the most bytes of each message, unless it has only one event
 */
record Room(int messages, int messageBytes) {

    /**
     * The broker reports how many messages wait, but not how large they are, so each counts as the largest that a
     * producer makes by default. An empty queue always has room for a message. If it also has no consumers, it gets
     * only one message, since a queue whose leader is away looks the same.
     */
    static Room in(long maxMessages, long maxBytes, QueueState queue) {
        int waiting = queue.messages();
        var bytes = maxBytes / 2;
        var fitting = Math.min(maxMessages / 2, bytes / LogMessage.MAX_EVENT_BYTES);
        var most = waiting == 0 && queue.consumers() == 0 ? 1 : fitting;
        var messages = Math.max(most - waiting, waiting == 0 ? 1 : 0);
        return new Room((int) Math.min(messages, Integer.MAX_VALUE), (int) Math.min(bytes, LogMessage.USUAL_BYTES));
    }
}
