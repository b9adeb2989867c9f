package io.logcast.cli.send;

import io.logcast.client.sending.Delivery;
import io.logcast.client.spool.Spool;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Sends the events of one spool, each to its path. After a failure it cannot be used any more. */
final class SpoolSender {

    private final Spool spool;
    private final Function<String, EventSender> senders;
    private final Map<String, EventSender> senderOfPath = new HashMap<>();

    /** @param senders makes the sender of a path */
    SpoolSender(Spool spool, Function<String, EventSender> senders) {
        this.spool = spool;
        this.senders = senders;
    }

    /** Sends the next events; waits at most that long for some. Returns whether there were some. */
    boolean sendSome(Duration wait) throws IOException, InterruptedException {
        var batch = spool.read(Delivery.MAX_LINES, Delivery.MAX_BYTES, wait);
        var path = "";
        var events = new ArrayList<EventLine>();
        for (var line : batch.lines()) {
            var spooled = SpooledEvent.of(line);
            if (!spooled.path().equals(path)) {
                send(path, events);
                events.clear();
                path = spooled.path();
            }
            events.add(spooled.event());
        }
        send(path, events);
        spool.acknowledge(batch.end());
        return !batch.isEmpty();
    }

    private void send(String path, List<EventLine> events) throws InterruptedException {
        if (!events.isEmpty()) {
            senderOfPath.computeIfAbsent(path, senders).send(List.copyOf(events));
        }
    }

    /** The size of the events that are not sent yet, in bytes. */
    long pendingBytes() {
        return spool.pendingBytes();
    }
}
