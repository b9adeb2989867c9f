package io.logcast.cli.send;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * An event of the standard input in a spool, as one line: the path that it is sent to, the offset of its line in the
 * input, and its JSON. So another process sends it with the same defaults, whatever its own options are.
 *
 * @param path without blanks
 */
record SpooledEvent(String path, EventLine event) {

    byte[] toLine() {
        var head = (path + ' ' + event.offset() + ' ').getBytes(StandardCharsets.US_ASCII);
        var json = event.json();
        var line = Arrays.copyOf(head, head.length + json.length);
        for (int i = 0; i < json.length; i++) {
            // A carriage return can only be between the tokens of an object, where a blank means the same.
            line[head.length + i] = json[i] == '\r' ? (byte) ' ' : json[i];
        }
        return line;
    }

    static SpooledEvent of(byte[] line) {
        var endOfPath = next(line, 0);
        var endOfOffset = next(line, endOfPath + 1);
        var offset = new String(line, endOfPath + 1, endOfOffset - endOfPath - 1, StandardCharsets.US_ASCII);
        return new SpooledEvent(
                new String(line, 0, endOfPath, StandardCharsets.US_ASCII),
                new EventLine(Long.parseLong(offset), Arrays.copyOfRange(line, endOfOffset + 1, line.length)));
    }

    private static int next(byte[] line, int from) {
        var at = from;
        while (line[at] != ' ') {
            at++;
        }
        return at;
    }
}
