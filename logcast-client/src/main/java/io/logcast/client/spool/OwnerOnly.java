package io.logcast.client.spool;

import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Only the owner may read log lines. */
final class OwnerOnly {

    private OwnerOnly() {}

    /** The attributes of a new file or folder with these permissions; none where POSIX permissions do not exist. */
    static FileAttribute<?>[] attributes(Path path, String permissions) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
