package io.logcast.consumer.subscriptions.delivery;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * What a subscriber says about events that it got; goes from one replica to another as JSON.
 *
 * @param reason of those that are rejected
 */
@RegisterForReflection
record Settlements(String subscription, List<Settlement> settlements, String reason) {

    /** What becomes of an event. */
    enum Verdict {
        /** It is done with. */
        ACK,
        /** It goes to another. */
        REQUEUE,
        /** It becomes a dead letter. */
        REJECT
    }

    /** What becomes of one event. */
    @RegisterForReflection
    record Settlement(String ackId, Verdict verdict) {}

    /**
     * What came of it.
     *
     * @param settled how many
     * @param expired those that nobody holds any more: settled before, or with another by now
     */
    @RegisterForReflection
    record Outcome(int settled, List<String> expired) {}
}
