package io.logcast.cli.send;

import io.logcast.cli.files.Lines;
import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;

/**
 * Sends the standard input as it arrives. It is read only as fast as the service accepts it: while the service is away,
 * the program that writes to the pipe waits.
 */
final class StandardInput {

    private final InputStream in;
    private final LineSender sender;
    /** It has no identity, so the same lines at another time are other events. */
    private final String stream = UUID.randomUUID().toString();

    private final byte[] buffer = new byte[2 * Lines.MAX_BYTES];
    private int length;
    private long offset;

    StandardInput(InputStream in, LineSender sender) {
        this.in = in;
        this.sender = sender;
    }

    /** Returns at its end. */
    void send() throws IOException {
        while (fill()) {
            sendLines(false);
        }
        sendLines(true);
    }

    /** Takes the available bytes, and waits only if there are none. Returns false at the end. */
    private boolean fill() throws IOException {
        do {
            var count = in.read(buffer, length, buffer.length - length);
            if (count < 0) {
                return false;
            }
            length += count;
        } while (length < buffer.length && in.available() > 0);
        return true;
    }

    private void sendLines(boolean isEnd) {
        Lines lines;
        do {
            lines = Lines.of(buffer, length, offset, isEnd);
            sender.send(stream, lines.lines());
            length -= lines.length();
            offset += lines.length();
            System.arraycopy(buffer, lines.length(), buffer, 0, length);
        } while (lines.length() > 0);
    }
}
