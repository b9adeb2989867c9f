package io.logcast.cli.send;

import io.logcast.cli.terminal.CliException;
import io.logcast.cli.terminal.Terminal;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Function;

/**
 * Sends the standard input by way of a spool on disk, so that the program that writes to the pipe does not wait for the
 * service, and lines in the spool are sent by the next process if this one is killed. Also sends what earlier processes
 * left.
 */
final class StandardInput {

    private static final Duration POLL = Duration.ofMillis(200);

    private final Terminal terminal;
    private final InputSpools spools;
    private final InputReader reader;
    private final SpoolSender own;
    private final Leftovers leftovers;

    /** @param senders makes the sender of a path */
    StandardInput(Terminal terminal, InputSpools spools, InputReader reader, Function<String, EventSender> senders) {
        this.terminal = terminal;
        this.spools = spools;
        this.reader = reader;
        this.own = new SpoolSender(spools.own(), senders);
        this.leftovers = new Leftovers(
                terminal,
                spools.ofEndedProcesses().stream()
                        .map(spool -> new SpoolSender(spool, senders))
                        .toList());
    }

    /** Returns when the input has ended and all is sent. Otherwise says what stays in the spool. */
    void send() throws IOException, InterruptedException {
        if (spools.pendingBytes() > 0) {
            terminal.note(
                    "%d bytes that earlier commands left in the spool are sent too".formatted(spools.pendingBytes()));
        }
        reader.start();
        try {
            sendAll();
            reader.failIfFailed();
            leftovers.failIfFailed();
        } catch (IOException | RuntimeException e) {
            readRest(e);
            throw e;
        } finally {
            reader.stop();
            tellWhatIsLeft();
        }
    }

    private void sendAll() throws IOException, InterruptedException {
        boolean isDone;
        do {
            // Checked before sending: if the input has ended, all of it is in the spool.
            var isEnded = reader.isEnded();
            var isSent = leftovers.sendSome();
            isSent |= own.sendSome(isSent || isEnded ? Duration.ZERO : POLL);
            isDone = isEnded && !isSent;
        } while (!isDone);
    }

    /** Reads the rest of the input into the spool. Nothing more is sent, but the next command can send it. */
    private void readRest(Exception failure) throws InterruptedException {
        if (reader.isEnded()) {
            return;
        }
        terminal.note("%s; nothing more is sent, and the rest of the input goes to the spool"
                .formatted(failure instanceof CliException told ? told.text() : failure));
        reader.stop();
        while (!reader.isEnded()) {
            reader.awaitEnd(POLL);
        }
        try {
            reader.failIfFailed();
        } catch (IOException e) {
            terminal.note("standard input: the rest is not read: " + e.getMessage());
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
