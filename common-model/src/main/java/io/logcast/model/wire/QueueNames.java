package io.logcast.model.wire;

/** The names of queues that callers can neither choose nor send to. */
public final class QueueNames {

    private static final String OURS = "logs";
    private static final String OF_THE_BROKER = "amq.";

    private QueueNames() {}

    /** Whether it is the name of a queue of Logcast itself, or of the broker. */
    public static boolean isInternal(String queue) {
        return queue.startsWith(OURS) || queue.startsWith(OF_THE_BROKER);
    }
}
