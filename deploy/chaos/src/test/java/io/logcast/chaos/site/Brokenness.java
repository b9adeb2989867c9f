package io.logcast.chaos.site;

import java.util.List;

/** Breaks the guarantee on purpose, to see whether the suite notices. */
public enum Brokenness {
    NONE,
    /** In the consumer: the broker counts a message as acknowledged as soon as it is sent. */
    ACK_BEFORE_COMMIT,
    /** In the producer: a message counts as stored as soon as it is handed to the channel. */
    ANSWER_BEFORE_CONFIRM,
    /** In the database: {@code fsync=off}, which only a power failure shows. */
    DATABASE_WITHOUT_SYNC;

    List<String> consumerArguments() {
        return this == ACK_BEFORE_COMMIT
                ? List.of("-Dmp.messaging.incoming.archive.auto-acknowledgement=true")
                : List.of();
    }

    List<String> producerArguments() {
        return this == ANSWER_BEFORE_CONFIRM ? List.of("-javaagent:" + EarlyAnswer.agentJar()) : List.of();
    }
}
