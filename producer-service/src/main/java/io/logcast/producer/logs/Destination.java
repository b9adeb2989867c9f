package io.logcast.producer.logs;

import io.logcast.model.wire.LogMessage;
import java.util.concurrent.CompletionStage;

/** Where the events of a request go. */
@FunctionalInterface
interface Destination {

    /**
     * Completes when the broker has confirmed the message; otherwise fails with a {@link
     * io.logcast.producer.requests.RefusedException}.
     */
    CompletionStage<Void> publish(LogMessage message);
}
