package io.logcast.client.spool;

import java.io.Closeable;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One file of a spool. Each record has a length (4 bytes), a CRC-32C of length and line (4 bytes), and the line. Uses
 * RandomAccessFile, since an interrupt of the thread would close a FileChannel.
 */
final class Segment implements Closeable {

    /** The bytes of a record before its line. */
    static final int HEADER = 8;

    private static final String SUFFIX = ".v1";

    private final RandomAccessFile file;

    private Segment(RandomAccessFile file) {
        this.file = file;
    }

    static Path path(Path directory, long number) {
        // The default locale may have other digits than 0 to 9.
        return directory.resolve(String.format(Locale.ROOT, "%020d%s", number, SUFFIX));
    }

    /** The number of the segment in this file; empty if the file is not a segment. */
    static Optional<Long> number(Path file) {
        var name = file.getFileName().toString();
        return name.matches("0[0-8][0-9]{18}\\.v1")
                ? Optional.of(Long.parseLong(name.substring(0, name.length() - SUFFIX.length())))
                : Optional.empty();
    }

    /** Creates the file if it does not exist. */
    static Segment toAppend(Path directory, long number) throws IOException {
        var path = path(directory, number);
        if (!Files.exists(path)) {
            // The directory may be one that others can read.
            Files.createFile(path, OwnerOnly.attributes(path, "rw-------"));
        }
        return new Segment(new RandomAccessFile(path.toFile(), "rw"));
    }

    /** Null if the file does not exist. */
    static @Nullable Segment toRead(Path directory, long number) throws IOException {
        var path = path(directory, number);
        try {
            return new Segment(new RandomAccessFile(path.toFile(), "r"));
        } catch (FileNotFoundException e) {
            // It has other causes too, such as too many open files.
            if (Files.notExists(path)) {
                return null;
            }
            throw e;
        }
    }

    /** Cuts off an incomplete record at the end, and returns the remaining length. */
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

    /** Writes the record in one call. Overwrites anything after the offset that a failed call left. */
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
        if (length <= 0 || length > Spool.MAX_LINE_BYTES || length > limit - offset - HEADER) {
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
            // Somebody has truncated the file. Zeros are not a valid record.
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

    /** Completes the file: cuts off anything after the end that a failed call left, and forces the rest to the disk. */
    void seal(long end) throws IOException {
        file.setLength(end);
        force();
    }

    /** Forces the contents to the disk. */
    void force() throws IOException {
        file.getFD().sync();
    }

    /** Makes the names of new files survive a loss of power, if the system can do that. */
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
