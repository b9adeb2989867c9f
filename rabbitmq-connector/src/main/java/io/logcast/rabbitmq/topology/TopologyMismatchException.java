package io.logcast.rabbitmq.topology;

import io.logcast.rabbitmq.connection.Refusal;
import java.io.IOException;
import java.util.Optional;

/** The broker has a queue or an exchange of that name that is not as configured. Retrying does not help. */
public final class TopologyMismatchException extends IOException {

    private static final long serialVersionUID = 1;

    private TopologyMismatchException(String channel, String replyText, Throwable cause) {
        super(sentence(channel, replyText), cause);
    }

    /** What differs; empty if the broker refuses for another reason. */
    Optional<Difference> difference() {
        return Refusal.of(this).map(Refusal::replyText).flatMap(Difference::of);
    }

    /** Empty if the failure is anything but a mismatch. */
    static Optional<TopologyMismatchException> of(String channel, IOException failure) {
        return Refusal.of(failure)
                .filter(Refusal::isMismatch)
                .map(refusal -> new TopologyMismatchException(channel, refusal.replyText(), failure));
    }

    /** One sentence, made from the broker's reply text, that says what differs. */
    static String sentence(String channel, String replyText) {
        return Difference.of(replyText)
                .map(difference -> "Channel %s: %s '%s' on the broker differs in %s."
                        .formatted(channel, difference.kind(), difference.name(), difference.text()))
                .orElseGet(() -> "Channel " + channel + ": the broker refuses a declaration: " + replyText);
    }

    /** The broker's words if it closed the AMQP channel because something does not exist; empty for any other failure. */
    static Optional<String> missing(Throwable failure) {
        return Refusal.of(failure).filter(Refusal::isNotFound).map(Refusal::replyText);
    }
}
