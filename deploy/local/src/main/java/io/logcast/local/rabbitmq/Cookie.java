package io.logcast.local.rabbitmq;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Erlang's shared secret: a new one, or the one that an earlier run of the node left in its folder. */
final class Cookie {
    private static final int BYTES = 20;

    private Cookie() {}

    static String of(Path folder) {
        Path file = folder.resolve(".erlang.cookie");
        try {
            return Files.exists(file) ? Files.readString(file) : random();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String random() {
        var bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
