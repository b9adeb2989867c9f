package io.logcast.consumer.subscriptions.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The consumers of one pull: each takes a few messages; when they have come, the next one begins. */
final class PullConsumers {

    private final QueueReader reader;
    private final int most;
    private final String name = "pull-" + UUID.randomUUID();
    private final List<String> tags = new ArrayList<>();
    private volatile int asked;
    private boolean hasEnded;

    /** @param most how many messages all of them take together */
    PullConsumers(QueueReader reader, int most) {
        this.reader = reader;
        this.most = most;
    }

    int most() {
        return most;
    }

    /** How many messages they have asked the broker for. */
    int asked() {
        return asked;
    }

    /**
     * Begins one more for the subscriber. May wait for the broker.
     *
     * @param step the most messages that it takes; small, since a message may have any size
     */
    synchronized void askForMore(int step, Subscriber subscriber) {
        if (hasEnded) {
            return;
        }
        var next = Math.min(step, most - asked);
        asked += next;
        var tag = name + "-" + tags.size();
        tags.add(tag);
        reader.consume(tag, next, subscriber);
    }

    /** Ends all of them; no more begin after this. */
    synchronized void end() {
        hasEnded = true;
        tags.forEach(reader::cancel);
    }
}
