package io.logcast.log4j2;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.status.StatusData;
import org.apache.logging.log4j.status.StatusListener;
import org.apache.logging.log4j.status.StatusLogger;

/** What Log4j2 says of itself from now on. */
final class Statuses implements StatusListener {

    private final Queue<String> messages = new ConcurrentLinkedQueue<>();

    Statuses() {
        StatusLogger.getLogger().registerListener(this);
    }

    String text() {
        return String.join("\n", messages);
    }

    void forget() {
        messages.clear();
    }

    @Override
    public void log(StatusData data) {
        messages.add(data.getMessage().getFormattedMessage());
    }

    @Override
    public Level getStatusLevel() {
        return Level.WARN;
    }

    void end() {
        StatusLogger.getLogger().removeListener(this);
    }

    /** Log4j2 calls it when it removes the listener. */
    @Override
    public void close() {}
}
