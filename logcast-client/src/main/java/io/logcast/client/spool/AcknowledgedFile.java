package io.logcast.client.spool;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The file with the acknowledged position of the spool. It is overwritten in place with one call, which takes no room
 * on a full disk and is not interrupted by the death of the process. A file that a loss of power has torn counts as
 * missing.
 */
final class AcknowledgedFile implements Closeable {

    private static final int BYTES = 2 * Long.BYTES + Integer.BYTES;

    private final RandomAccessFile file;

    AcknowledgedFile(Path directory) throws IOException {
        file = new RandomAccessFile(directory.resolve("acknowledged.v1").toFile(), "rw");
    }

    void write(Position position) throws IOException {
        var bytes = ByteBuffer.allocate(BYTES).putLong(position.segment()).putLong(position.offset());
        bytes.putInt(crc(bytes.array()));
        file.seek(0);
        file.write(bytes.array());
    }

    /** Forces the position to the disk. */
    void force() throws IOException {
        file.getFD().sync();
    }

    Optional<Position> read() throws IOException {
        var bytes = new byte[BYTES];
        file.seek(0);
        if (file.read(bytes) < BYTES) {
            return Optional.empty();
        }
        var buffer = ByteBuffer.wrap(bytes);
        var segment = buffer.getLong();
        var offset = buffer.getLong();
        var isWhole = buffer.getInt() == crc(bytes) && segment >= 0 && offset >= 0;
        return isWhole ? Optional.of(new Position(segment, offset)) : Optional.empty();
    }

    private static int crc(byte[] bytes) {
        var crc = new CRC32C();
        crc.update(bytes, 0, 2 * Long.BYTES);
        return (int) crc.getValue();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
