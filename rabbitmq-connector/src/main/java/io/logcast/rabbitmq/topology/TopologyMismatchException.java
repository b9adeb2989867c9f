package io.logcast.rabbitmq.topology;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.Optional;

/** The broker has a queue or an exchange of that name, but not as configured. Retrying does not help. */
public final class TopologyMismatchException extends IOException {

    private static final long serialVersionUID = 1;

    private TopologyMismatchException(String channel, String replyText, Throwable cause) {
        super(sentence(channel, replyText), cause);
    }

    /** What differs; empty where the broker refuses for another reason. */
    Optional<Difference> difference() {
        return refusal(this).map(AMQP.Channel.Close::getReplyText).flatMap(Difference::of);
    }

    /** Empty if the failure is anything but a mismatch. */
    static Optional<TopologyMismatchException> of(String channel, IOException failure) {
        return refusal(failure)
                .filter(close -> close.getReplyCode() == AMQP.PRECONDITION_FAILED)
                .map(close -> new TopologyMismatchException(channel, close.getReplyText(), failure));
    }

    /** One sentence that says which argument of what differs, made from the broker's reply text. */
    static String sentence(String channel, String replyText) {
        return Difference.of(replyText)
                .map(difference -> "Channel %s: %s '%s' on the broker differs in %s."
                        .formatted(channel, difference.kind(), difference.name(), difference.text()))
                .orElseGet(() -> "Channel " + channel + ": the broker refuses what is to be declared: " + replyText);
    }

    /** The broker's words if it closed the AMQP channel since something is not there; empty for any other failure. */
    static Optional<String> missing(Throwable failure) {
        return refusal(failure)
                .filter(close -> close.getReplyCode() == AMQP.NOT_FOUND)
                .map(AMQP.Channel.Close::getReplyText);
    }

    private static Optional<AMQP.Channel.Close> refusal(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof ShutdownSignalException signal && signal.getReason() instanceof AMQP.Channel.Close close) {
                return Optional.of(close);
            }
        }
        return Optional.empty();
    }
}
