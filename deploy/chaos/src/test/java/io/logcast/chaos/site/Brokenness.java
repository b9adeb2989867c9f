package io.logcast.chaos.site;

import java.util.List;

/** A service that breaks the guarantee on purpose, to see that the suite notices. */
public enum Brokenness {
    NONE,
    /** The consumer: the broker counts a message as acknowledged when it is sent. */
    ACK_BEFORE_COMMIT,
    /** The producer: a message counts as stored as soon as it is handed to the channel. */
    ANSWER_BEFORE_CONFIRM;

    List<String> consumerArguments() {
        return this == ACK_BEFORE_COMMIT
                ? List.of("-Dmp.messaging.incoming.archive.auto-acknowledgement=true")
                : List.of();
    }

    List<String> producerArguments() {
        return this == ANSWER_BEFORE_CONFIRM ? List.of("-javaagent:" + EarlyAnswer.agentJar()) : List.of();
    }
}
