package io.logcast.chaos.site;

import java.util.List;

/** Breaks a guarantee on purpose, to see whether the suite notices. */
public enum Brokenness {
    NONE,
    /** In the consumer: the broker counts a message as acknowledged as soon as it is sent. */
    ACK_BEFORE_COMMIT,
    /** In the producer: a message counts as stored as soon as it is handed to the channel. */
    ANSWER_BEFORE_CONFIRM,
    /** In the database: {@code fsync=off}, which only a power failure shows. */
    DATABASE_WITHOUT_SYNC,
    /** In the consumer: an event of a subscription counts as acknowledged as soon as it is handed out. */
    ACK_BEFORE_READ,
    /** In the broker: a binding gives the suite's subscription all events. */
    BOUND_TO_EVERYTHING,
    /** In the consumer: receipts say that an event is archived even if it does not exist. */
    RECEIPTS_WITHOUT_LOOKING,
    /** In the consumer: the events of a message are handed out in reverse order. */
    READ_IN_REVERSE,
    /** In the consumer: a resumed live tail goes live without the events that its reader has missed. */
    RESUMED_WITHOUT_REPLAY,
    /** In the producer: each AMQP channel that is closed leaves a thread. */
    THREADS_LEFT_RUNNING,
    /** In the producer: AMQP channels that are no longer needed stay open. */
    CHANNELS_LEFT_OPEN;

    List<String> consumerArguments() {
        return switch (this) {
            case ACK_BEFORE_COMMIT -> List.of("-Dmp.messaging.incoming.archive.auto-acknowledgement=true");
            case ACK_BEFORE_READ -> List.of(Sabotage.argument(Sabotage.EARLY_ACK));
            case READ_IN_REVERSE -> List.of(Sabotage.argument(Sabotage.REVERSED));
            case RESUMED_WITHOUT_REPLAY -> List.of(Sabotage.argument(Sabotage.NO_REPLAY));
            case RECEIPTS_WITHOUT_LOOKING -> List.of(Sabotage.argument(Sabotage.SAME_RECEIPT));
            default -> List.of();
        };
    }

    List<String> producerArguments() {
        return switch (this) {
            case ANSWER_BEFORE_CONFIRM -> List.of(Sabotage.argument(Sabotage.EARLY_ANSWER));
            case THREADS_LEFT_RUNNING -> List.of(Sabotage.argument(Sabotage.MORE_THREADS));
            case CHANNELS_LEFT_OPEN -> List.of(Sabotage.argument(Sabotage.OPEN_CHANNELS));
            default -> List.of();
        };
    }
}
