package io.logcast.cli.send;

import io.logcast.cli.files.Line;
import java.util.ArrayList;
import java.util.List;

/** Sends lines in order, in requests of about a megabyte. */
final class LineSender {

    /** Below the usual limits of proxies. */
    private static final int MAX_BYTES = 1_000_000;

    private static final int MAX_COUNT = 5_000;

    private final EventEncoder encoder;
    private final BatchSender sender;

    LineSender(EventEncoder encoder, BatchSender sender) {
        this.encoder = encoder;
        this.sender = sender;
    }

    /** Returns when all are stored, or refused for good. */
    void send(String file, List<Line> lines) {
        var batch = new ArrayList<EventLine>();
        var bytes = 0;
        for (var line : lines) {
            for (var event : encoder.encode(file, line)) {
                if (bytes + event.json().length > MAX_BYTES || batch.size() == MAX_COUNT) {
                    sender.send(batch);
                    batch = new ArrayList<>();
                    bytes = 0;
                }
                batch.add(event);
                bytes += event.json().length + 1;
            }
        }
        sender.send(batch);
    }
}
