package io.logcast.consumer.subscriptions.delivery;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * A subscriber's decisions about events that it got; sent from one replica to another as JSON.
 *
 * @param reason why events are rejected
 */
@RegisterForReflection
record Settlements(String subscription, List<Settlement> settlements, String reason) {

    /** What to do with an event. */
    enum Verdict {
        /** It was processed. */
        ACK,
        /** It goes to another reader. */
        REQUEUE,
        /** It becomes a dead letter. */
        REJECT
    }

    /** The decision about one event. */
    @RegisterForReflection
    record Settlement(String ackId, Verdict verdict) {}

    /**
     * The outcome.
     *
     * @param settled how many events were settled
     * @param expired ack ids of events that are no longer held: they were settled before, or went to another reader
     */
    @RegisterForReflection
    record Outcome(int settled, List<String> expired) {}
}
