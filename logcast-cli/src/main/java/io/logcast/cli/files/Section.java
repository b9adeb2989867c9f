package io.logcast.cli.files;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Bytes of a file that identify it: their offset, their number and their SHA-256. */
record Section(
        @JsonProperty("from") long from,
        @JsonProperty("length") int length,
        @JsonProperty("hash") String hash) {

    private static final int MAX_BEGINNING = 1024;
    private static final int MAX_BEFORE = 256;

    /** The first line, or its first 1 KiB if it is longer; null if it is not complete. */
    static @Nullable Section beginning(FileChannel file, boolean isEnd) throws IOException {
        var bytes = read(file, 0, MAX_BEGINNING);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                return of(0, Arrays.copyOf(bytes, i + 1));
            }
        }
        var isEnough = bytes.length == MAX_BEGINNING || (isEnd && bytes.length > 0);
        return isEnough ? of(0, bytes) : null;
    }

    /** The bytes before that offset. */
    static Section before(FileChannel file, long offset) throws IOException {
        var from = Math.max(0, offset - MAX_BEFORE);
        return of(from, read(file, from, (int) (offset - from)));
    }

    /** Whether a file has the same bytes at the same offset. */
    boolean isIn(FileChannel file) throws IOException {
        return equals(of(from, read(file, from, length)));
    }

    /** Reads up to this many bytes from the offset; fewer only at the end of the file. */
    static byte[] read(FileChannel file, long from, int length) throws IOException {
        var buffer = ByteBuffer.allocate((int) Math.min(length, Math.max(0, file.size() - from)));
        while (buffer.hasRemaining() && file.read(buffer, from + buffer.position()) >= 0) {
            // Continues until the buffer is full.
        }
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    private static Section of(long from, byte[] bytes) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return new Section(from, bytes.length, HexFormat.of().formatHex(hash));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
