package io.logcast.e2e;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Breaks bodies by a few changes of bytes, tokens or parts at random places. */
record Mutations(RandomGenerator random) {

    private static final int MOST_CHANGES = 6;

    /** Tokens that some reader or other handles badly. */
    private static final List<byte[]> TOKENS = Stream.of(
                    "\0",
                    "\n",
                    "\r\n",
                    "\"",
                    "\\",
                    "\\u0000",
                    "\\ud800",
                    "\uFEFF",
                    "\uD83D\uDE00",
                    "{",
                    "}",
                    "[",
                    "]",
                    ",",
                    ":",
                    "null",
                    "true",
                    "-0",
                    "1e999",
                    "-1e-999",
                    "1e999999999",
                    "\"-1e-999999999\"",
                    "NaN",
                    "9223372036854775807",
                    "9223372036854775808",
                    "99999999999999999999999999999999999999",
                    "\"id\":\"0198f0c4-7d1e-7a50-8f0a-3b5c2d1e4f60\",",
                    "\"message\":\"again\",",
                    "0001-01-01T00:00:00Z",
                    "9999-12-31T23:59:60.999999999Z",
                    "2026-02-30T00:00:00+99:99",
                    "[".repeat(100),
                    "{\"a\":".repeat(100),
                    "x".repeat(70_000),
                    "9".repeat(70_000))
            .map(token -> token.getBytes(StandardCharsets.UTF_8))
            .toList();

    /** @param other another sample, a part of which may get into this one */
    byte[] of(byte[] sample, byte[] other) {
        var body = sample;
        // Usually few, since a body that is refused for its first fault tests nothing of the rest.
        for (int changes = 0; changes < MOST_CHANGES && random.nextInt(5) < 3; changes++) {
            body = changed(body, other);
        }
        return body;
    }

    private byte[] changed(byte[] body, byte[] other) {
        var from = random.nextInt(body.length + 1);
        var length = random.nextInt(random.nextBoolean() ? 4 : body.length - from + 1);
        var to = Math.min(body.length, from + length);
        return switch (random.nextInt(8)) {
            case 0 -> flipped(body);
            case 1 -> replaced(body, from, to, bytes(length));
            case 2 -> replaced(body, from, from, TOKENS.get(random.nextInt(TOKENS.size())));
            case 3 -> replaced(body, from, to, TOKENS.get(random.nextInt(TOKENS.size())));
            case 4 -> replaced(body, from, to, new byte[0]);
            case 5 -> replaced(body, from, from, part(body, from, to));
            case 6 -> replaced(body, from, to, part(other, Math.min(from, other.length), Math.min(to, other.length)));
            default -> part(body, 0, random.nextInt(10) == 0 ? from : body.length);
        };
    }

    private byte[] flipped(byte[] body) {
        var flipped = body.clone();
        if (flipped.length > 0) {
            flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return flipped;
    }

    private byte[] bytes(int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] part(byte[] body, int from, int to) {
        return Arrays.copyOfRange(body, from, to);
    }

    private static byte[] replaced(byte[] body, int from, int to, byte[] by) {
        var replaced = new ByteArrayOutputStream(body.length + by.length);
        replaced.write(body, 0, from);
        replaced.writeBytes(by);
        replaced.write(body, to, body.length - to);
        return replaced.toByteArray();
    }
}
