package io.logcast.rabbitmq.connection;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.ShutdownSignalException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** Why the broker closed an AMQP channel, with its reply code and text. */
public record Refusal(int replyCode, String replyText) {

    // https://www.rabbitmq.com/docs/consumers#acknowledgement-timeout
    private static final Pattern TIMED_OUT = Pattern.compile("timed out\\. Timeout value used: (\\d{1,15}) ms");

    /** Empty for a failure of any other kind, such as a lost connection. */
    public static Optional<Refusal> of(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof ShutdownSignalException signal && signal.getReason() instanceof AMQP.Channel.Close close) {
                return Optional.of(new Refusal(close.getReplyCode(), close.getReplyText()));
            }
        }
        return Optional.empty();
    }

    /** Whether the queue or exchange does not exist. */
    public boolean isNotFound() {
        return replyCode == AMQP.NOT_FOUND;
    }

    /** Whether the broker has something else under that name, or does not take a binding. */
    public boolean isMismatch() {
        return replyCode == AMQP.PRECONDITION_FAILED;
    }

    /** The broker's consumer timeout, if a message was not acknowledged within it; the broker says it only then. */
    public Optional<Duration> consumerTimeout() {
        var matcher = TIMED_OUT.matcher(replyText);
        return matcher.find() ? Optional.of(Duration.ofMillis(Long.parseLong(matcher.group(1)))) : Optional.empty();
    }
}
