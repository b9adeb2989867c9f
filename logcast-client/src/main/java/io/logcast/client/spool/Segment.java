package io.logcast.client.spool;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One file of a spool: records of a length (4 bytes), a CRC-32C of length and line (4 bytes), and the line. By
 * RandomAccessFile, since an interrupt of the thread would close a FileChannel.
 */
final class Segment implements Closeable {

    /** What a record takes beside its line, in bytes. */
    static final int HEADER = 8;

    private static final String SUFFIX = ".v1";

    private final RandomAccessFile file;

    private Segment(RandomAccessFile file) {
        this.file = file;
    }

    static Path path(Path directory, long number) {
        return directory.resolve("%020d%s".formatted(number, SUFFIX));
    }

    /** The number of the segment that this file is, if it is one. */
    static Optional<Long> number(Path file) {
        var name = file.getFileName().toString();
        return name.matches("0[0-8]\\d{18}\\.v1")
                ? Optional.of(Long.parseLong(name.substring(0, name.length() - SUFFIX.length())))
                : Optional.empty();
    }

    /** Makes it if it does not exist. */
    static Segment toAppend(Path directory, long number) throws IOException {
        return new Segment(new RandomAccessFile(path(directory, number).toFile(), "rw"));
    }

    static Segment toRead(Path directory, long number) throws IOException {
        return new Segment(new RandomAccessFile(path(directory, number).toFile(), "r"));
    }

    /** Cuts off what was not written as a whole, and returns the length that is left. */
    long recover() throws IOException {
        var length = file.length();
        var end = 0L;
        for (var line = read(end, length); line != null; line = read(end, length)) {
            end += HEADER + line.length;
        }
        if (end < length) {
            file.setLength(end);
        }
        return end;
    }

    /** Writes the record in one call. What is there behind the offset, of a call that failed, is overwritten. */
    void append(long offset, byte[] line) throws IOException {
        var record = ByteBuffer.allocate(HEADER + line.length)
                .putInt(line.length)
                .putInt(crc(line))
                .put(line);
        file.seek(offset);
        file.write(record.array());
    }

    /**
     * The line of the record at the offset; null if no whole record is there.
     *
     * @param limit where the segment's records end
     */
    byte @Nullable [] read(long offset, long limit) throws IOException {
        if (limit - offset < HEADER) {
            return null;
        }
        var header = ByteBuffer.wrap(bytes(offset, HEADER));
        var length = header.getInt();
        if (length <= 0 || length > limit - offset - HEADER) {
            return null;
        }
        var line = bytes(offset + HEADER, length);
        return crc(line) == header.getInt() ? line : null;
    }

    private byte[] bytes(long offset, int length) throws IOException {
        var bytes = new byte[length];
        file.seek(offset);
        try {
            file.readFully(bytes);
        } catch (EOFException e) {
            // Somebody has cut the file: no such record either.
            return new byte[length];
        }
        return bytes;
    }

    private static int crc(byte[] line) {
        var crc = new CRC32C();
        crc.update(ByteBuffer.allocate(Integer.BYTES).putInt(line.length).flip());
        crc.update(line);
        return (int) crc.getValue();
    }

    /** Nothing more will come: what a failed call left behind the end is cut off, and the disk has the rest on return. */
    void seal(long end) throws IOException {
        file.setLength(end);
        force();
    }

    /** Returns when the disk has it. */
    void force() throws IOException {
        file.getFD().sync();
    }

    /** Makes the names of new files survive a loss of power, where the system can do that. */
    static void forceNames(Path directory) {
        try (var names = FileChannel.open(directory, StandardOpenOption.READ)) {
            names.force(true);
        } catch (IOException e) {
            // Windows has no such call.
        }
    }

    static void delete(Path directory, long number) throws IOException {
        Files.deleteIfExists(path(directory, number));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
