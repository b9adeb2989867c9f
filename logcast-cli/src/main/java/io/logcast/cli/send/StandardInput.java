package io.logcast.cli.send;

import io.logcast.cli.terminal.Terminal;
import io.logcast.client.sending.Delivery;
import io.logcast.client.spool.Spool;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Sends the standard input by way of a spool on disk, so that the program that writes to the pipe does not wait for the
 * service, and lines that were read are sent by the next process if this one is killed. Sends what ended processes have
 * left too.
 */
final class StandardInput {

    private static final Duration POLL = Duration.ofMillis(200);

    private final Terminal terminal;
    private final InputSpools spools;
    private final InputReader reader;
    private final Function<String, EventSender> senders;
    private final Map<String, EventSender> senderOfPath = new HashMap<>();

    /** @param senders makes the sender of a path */
    StandardInput(Terminal terminal, InputSpools spools, InputReader reader, Function<String, EventSender> senders) {
        this.terminal = terminal;
        this.spools = spools;
        this.reader = reader;
        this.senders = senders;
    }

    /** Returns when the input has ended and all is sent. Otherwise says what stays in the spool. */
    void send() throws IOException, InterruptedException {
        if (spools.pendingBytes() > 0) {
            terminal.note("%d bytes that were not sent before are sent too".formatted(spools.pendingBytes()));
        }
        reader.start();
        try {
            sendAll();
            reader.failIfFailed();
        } finally {
            reader.stop();
            tellWhatIsLeft();
        }
    }

    private void sendAll() throws IOException, InterruptedException {
        boolean isDone;
        do {
            // Asked first: at its end, all of the input is in the spool.
            var isEnded = reader.isEnded();
            var isSent = false;
            for (var spool : spools.ofEndedProcesses()) {
                isSent |= sendSome(spool, Duration.ZERO);
            }
            isSent |= sendSome(spools.own(), isSent || isEnded ? Duration.ZERO : POLL);
            isDone = isEnded && !isSent;
        } while (!isDone);
    }

    /** Whether there were events in it. */
    private boolean sendSome(Spool spool, Duration wait) throws IOException, InterruptedException {
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

    private void tellWhatIsLeft() {
        if (spools.damagedBytes() > 0) {
            terminal.note("%d bytes of the spool were damaged and are lost".formatted(spools.damagedBytes()));
        }
        if (spools.pendingBytes() > 0) {
            terminal.note(
                    "%d bytes are not sent and stay in %s; the next logcast send that reads the standard input sends them"
                            .formatted(spools.pendingBytes(), spools));
        }
    }
}
