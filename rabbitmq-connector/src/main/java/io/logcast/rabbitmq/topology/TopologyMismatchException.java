package io.logcast.rabbitmq.topology;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The broker has a queue or an exchange of that name, but not as configured. Retrying does not help. */
public final class TopologyMismatchException extends IOException {

    private static final long serialVersionUID = 1;

    private static final Pattern INEQUIVALENT = Pattern.compile(
            "inequivalent arg '(?<argument>[^']*)' for (?<kind>queue|exchange) '(?<name>[^']*)' in vhost '[^']*':"
                    + " received (?<received>.*?) but current is (?<current>.*)");

    private TopologyMismatchException(String sentence, Throwable cause) {
        super(sentence, cause);
    }

    /** Empty if the failure is anything but a mismatch. */
    static Optional<TopologyMismatchException> of(String channel, IOException failure) {
        return refusal(failure)
                .filter(close -> close.getReplyCode() == AMQP.PRECONDITION_FAILED)
                .map(close -> new TopologyMismatchException(sentence(channel, close.getReplyText()), failure));
    }

    /** One sentence that says which argument of what differs, made from the broker's reply text. */
    static String sentence(String channel, String replyText) {
        Matcher matcher = INEQUIVALENT.matcher(replyText);
        if (!matcher.find()) {
            return "Channel " + channel + ": the broker refuses what is to be declared: " + replyText;
        }
        return "Channel %s: %s '%s' on the broker differs in %s: configured is %s, the broker has %s."
                .formatted(
                        channel,
                        matcher.group("kind"),
                        matcher.group("name"),
                        matcher.group("argument"),
                        plain(matcher.group("received")),
                        plain(matcher.group("current")));
    }

    private static String plain(String value) {
        return value.replaceFirst("^the value ", "").replaceFirst(" of type '[^']*'$", "");
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
