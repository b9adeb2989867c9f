package io.logcast.client.spool;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Makes this spool the only one in its directory. The operating system releases the lock when the process dies. */
final class DirectoryLock implements Closeable {

    /**
     * Closing a second channel to the file would release the first one's lock, so a second one must never be opened.
     */
    private static final Set<String> HELD = ConcurrentHashMap.newKeySet();

    private final String name;
    private final RandomAccessFile file;

    private DirectoryLock(String name, RandomAccessFile file) {
        this.name = name;
        this.file = file;
    }

    /** @throws SpoolInUseException if another spool has the lock */
    static DirectoryLock take(Path directory) throws IOException {
        var name = directory.toRealPath().toString();
        if (!HELD.add(name)) {
            throw new SpoolInUseException(directory);
        }
        RandomAccessFile file = null;
        try {
            file = new RandomAccessFile(directory.resolve("lock").toFile(), "rw");
            if (file.getChannel().tryLock() == null) {
                throw new SpoolInUseException(directory);
            }
            return new DirectoryLock(name, file);
        } catch (IOException | OverlappingFileLockException e) {
            release(name, file);
            throw e instanceof IOException failure ? failure : new SpoolInUseException(directory);
        }
    }

    private static void release(String name, @Nullable RandomAccessFile file) throws IOException {
        try {
            if (file != null) {
                file.close();
            }
        } finally {
            HELD.remove(name);
        }
    }

    @Override
    public void close() throws IOException {
        release(name, file);
    }
}
