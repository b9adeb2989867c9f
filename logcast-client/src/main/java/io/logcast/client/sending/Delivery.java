package io.logcast.client.sending;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends lines to a producer, one request at a time, until each is accepted or refused for good. Each line is an event as
 * JSON with an id of its own. Lines that have to be sent again come before those that were not sent yet. For one thread.
 */
public final class Delivery {

    /** The most lines of a request; an answer can name as many errors. */
    public static final int MAX_LINES = 1_000;
    /**
     * The most bytes of a request with more than one line. With line breaks and headers, that is less than the 1 MiB
     * that a proxy such as nginx takes by default.
     */
    public static final int MAX_BYTES = 900 << 10;

    private final Route route;
    private final DeliveryListener listener;
    /** The lines that still have to be sent, in order. */
    private List<byte[]> pending = List.of();

    private int atOnce = MAX_LINES;

    public Delivery(Route route, DeliveryListener listener) {
        this.route = route;
        this.listener = listener;
    }

    /** Takes the next lines, once the last ones are done. */
    public void take(List<byte[]> lines) {
        if (!isDone()) {
            throw new IllegalStateException("%d lines are not done".formatted(pending.size()));
        }
        pending = List.copyOf(lines);
        // After a request that was too large, the next ones grow again by small steps.
        atOnce = Math.min(MAX_LINES, atOnce + atOnce / 8 + 1);
    }

    /** Whether all lines are accepted or refused. */
    public boolean isDone() {
        return pending.isEmpty();
    }

    /** Returns when all lines are done. After an exception, the next call continues. */
    public void run() throws InterruptedException {
        while (!isDone()) {
            sendSome();
        }
    }

    private void sendSome() throws InterruptedException {
        var sent = pending.subList(0, next());
        var attempt = attempt(sent);
        if (attempt.isTooLarge() && sent.size() > 1) {
            atOnce = sent.size() / 2;
            return;
        }
        var left = new ArrayList<>(attempt.again());
        left.addAll(pending.subList(sent.size(), pending.size()));
        pending = left;
        var settled = sent.size() - attempt.again().size();
        if (settled > 0) {
            listener.onSettled(
                    settled - attempt.refused().size(), attempt.again().size());
        }
        attempt.refused().forEach(refused -> listener.onRefused(refused.line(), refused.status(), refused.reason()));
        if (!attempt.again().isEmpty()) {
            listener.onFailure(attempt.failure());
        }
    }

    /** How many lines the next request has. */
    private int next() {
        var most = Math.min(atOnce, pending.size());
        var bytes = 0L;
        for (int i = 0; i < most; i++) {
            bytes += pending.get(i).length;
            if (bytes > MAX_BYTES) {
                return Math.max(1, i);
            }
        }
        return most;
    }

    private Attempt attempt(List<byte[]> lines) throws InterruptedException {
        try {
            return Attempt.of(lines, route.post(body(lines)));
        } catch (IOException e) {
            return Attempt.unanswered(lines, e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    private static byte[] body(List<byte[]> lines) {
        var body = new ByteArrayOutputStream(
                lines.stream().mapToInt(line -> line.length + 1).sum());
        for (var line : lines) {
            body.writeBytes(line);
            body.write('\n');
        }
        return body.toByteArray();
    }
}
