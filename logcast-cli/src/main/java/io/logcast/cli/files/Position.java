package io.logcast.cli.files;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.channels.FileChannel;

/**
 * How far one file has been sent. The file is recognised by its inode and its bytes: an inode is reused when its file
 * is gone, and a file has other bytes after it was truncated.
 *
 * @param id identifies the file in the ids of its lines; never changes
 * @param offset the offset of the first byte that was not sent
 * @param before the bytes before the offset
 * @param modified when the sent part was last modified; nanoseconds since 1970
 */
record Position(
        @JsonProperty("id") String id,
        @JsonProperty("inode") String inode,
        @JsonProperty("beginning") Section beginning,
        @JsonProperty("offset") long offset,
        @JsonProperty("before") Section before,
        @JsonProperty("modified") long modified) {

    /** Whether this is the file, and it still has the bytes that were sent. */
    boolean isIn(FileChannel file) throws IOException {
        return file.size() >= offset && beginning.isIn(file) && before.isIn(file);
    }

    /** The same file, sent up to that offset. */
    Position at(long newOffset, Section newBefore, long newModified) {
        return new Position(id, inode, beginning, newOffset, newBefore, newModified);
    }

    /** The same position after its bytes have vanished. */
    Position gone() {
        return movedTo("");
    }

    boolean isGone() {
        return inode.isEmpty();
    }

    /** The same bytes in another file, which continues them. */
    Position movedTo(String newInode) {
        return new Position(id, newInode, beginning, offset, before, modified);
    }
}
