package io.logcast.cli.files;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.channels.FileChannel;

/**
 * How far one file has been sent. It is known by its inode and by its bytes: an inode is used again when its file is gone, and
 * the same file has other bytes after it was truncated.
 *
 * @param id names the file in the ids of its lines, for good
 * @param offset of the first byte that was not sent
 * @param before what stands before the offset
 * @param modified when the file was last modified, as far as it was sent; nanoseconds since 1970
 */
record Position(
        @JsonProperty("id") String id,
        @JsonProperty("inode") String inode,
        @JsonProperty("beginning") Section beginning,
        @JsonProperty("offset") long offset,
        @JsonProperty("before") Section before,
        @JsonProperty("modified") long modified) {

    /** Whether this is the file, and it still has what was sent. */
    boolean isIn(FileChannel file) throws IOException {
        return file.size() >= offset && beginning.isIn(file) && before.isIn(file);
    }

    /** The same, sent up to there. */
    Position at(long newOffset, Section newBefore, long newModified) {
        return new Position(id, inode, beginning, newOffset, newBefore, newModified);
    }

    /** The same when its bytes are nowhere any more. */
    Position gone() {
        return movedTo("");
    }

    boolean isGone() {
        return inode.isEmpty();
    }

    /** The same bytes in another file, which goes on with them. */
    Position movedTo(String newInode) {
        return new Position(id, newInode, beginning, offset, before, modified);
    }
}
