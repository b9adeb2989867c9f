package io.logcast.rabbitmq;

import org.jspecify.annotations.Nullable;

/** Why an outgoing message was nacked. */
public final class PublishException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final Reason reason;
    private final int replyCode;

    /** What happened to the message. */
    public enum Reason {
        /** No queue was bound for it; the broker returned it. Not stored. */
        UNROUTABLE(false),
        /** The broker refused it, for example because a queue with {@code reject-publish} is full. Not stored everywhere. */
        REJECTED(false),
        /** The connection or the AMQP channel broke after it was sent. It may be stored. */
        CONNECTION_LOST(true),
        /** No outcome within {@code publish-timeout}. It may be stored. */
        DEADLINE(true),
        /** The broker takes no messages, because of an alarm. Not sent. */
        BLOCKED(false),
        /** There is no connection, or the application is stopping. Not sent. */
        NOT_CONNECTED(false),
        /** The message itself cannot be sent, whatever the broker's state. Not sent. */
        INVALID(false);

        private final boolean outcomeUnknown;

        Reason(boolean outcomeUnknown) {
            this.outcomeUnknown = outcomeUnknown;
        }
    }

    public PublishException(Reason reason, String message) {
        this(reason, message, null);
    }

    public PublishException(Reason reason, String message, @Nullable Throwable cause) {
        this(reason, 0, message, cause);
    }

    private PublishException(Reason reason, int replyCode, String message, @Nullable Throwable cause) {
        // Failures come in bursts of thousands, and their stack traces say nothing.
        super(reason + ": " + message, cause, true, false);
        this.reason = reason;
        this.replyCode = replyCode;
    }

    /** For a message that the broker returned, with its reply code and text. */
    public static PublishException returned(int replyCode, String replyText, String exchange, String routingKey) {
        var text = "%d %s, exchange '%s', routing key '%s'".formatted(replyCode, replyText, exchange, routingKey);
        return new PublishException(Reason.UNROUTABLE, replyCode, text, null);
    }

    public Reason reason() {
        return reason;
    }

    /** Whether the message may have been stored nevertheless, so that sending it again may store it twice. */
    public boolean outcomeUnknown() {
        return reason.outcomeUnknown;
    }

    /** The broker's reply code of a returned message, such as 312 for NO_ROUTE; otherwise 0. */
    public int replyCode() {
        return replyCode;
    }
}
