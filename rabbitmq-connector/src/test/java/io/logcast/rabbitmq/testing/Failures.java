package io.logcast.rabbitmq.testing;

import io.logcast.rabbitmq.PublishException;
import io.logcast.rabbitmq.PublishException.Reason;
import io.logcast.rabbitmq.testing.Outbox.Sent;

/** Reads outcomes. */
public final class Failures {

    private Failures() {}

    /** Why a message was nacked; null if it was not, or for a reason without a type. */
    public static Reason reasonOf(Sent sent) {
        return sent.isNacked() && sent.failure() instanceof PublishException failure ? failure.reason() : null;
    }
}
