package io.logcast.cli.files;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A regular file, as seen at one moment.
 *
 * @param modified the time of its last modification, in nanoseconds since 1970
 */
record Sighting(Path path, String device, String inode, long size, long modified) {

    /** A number or a date. Excludes compressed and unfinished files, and other logs such as app-worker2.log. */
    private static final Pattern ROTATED = Pattern.compile("[._-][0-9][0-9._T:Z+-]*");

    /** Empty if there is no such file. */
    static Optional<Sighting> of(Path path) throws IOException {
        try {
            var attributes = Files.readAttributes(path, "unix:isRegularFile,dev,ino,size,lastModifiedTime");
            if (!Boolean.TRUE.equals(attributes.get("isRegularFile"))) {
                throw new IOException(path + " is not a regular file");
            }
            return Optional.of(new Sighting(
                    path,
                    String.valueOf(attributes.get("dev")),
                    String.valueOf(attributes.get("ino")),
                    ((Number) requireNonNull(attributes.get("size"))).longValue(),
                    ((FileTime) requireNonNull(attributes.get("lastModifiedTime"))).to(TimeUnit.NANOSECONDS)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** The files that it may have been renamed or copied to, earliest first. */
    static List<Sighting> rotatedOf(Path path) throws IOException {
        var name = String.valueOf(path.getFileName());
        var dot = name.lastIndexOf('.');
        var stem = dot > 0 ? name.substring(0, dot) : name;
        var ending = name.substring(stem.length());
        var found = new ArrayList<Sighting>();
        try (var siblings = Files.newDirectoryStream(
                parent(path), sibling -> isRotated(String.valueOf(sibling.getFileName()), name, stem, ending))) {
            for (var sibling : siblings) {
                if (Files.isRegularFile(sibling)) {
                    of(sibling).ifPresent(found::add);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        found.sort(Comparator.comparingLong(Sighting::modified));
        return found;
    }

    /** Opens it; empty if another file has this path by now. */
    Optional<FileChannel> open() throws IOException {
        try {
            var file = FileChannel.open(path);
            if (of(path).filter(now -> now.inode.equals(inode)).isPresent()) {
                return Optional.of(file);
            }
            file.close();
            return Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static boolean isRotated(String sibling, String name, String stem, String ending) {
        if (sibling.equals(name) || !sibling.startsWith(stem)) {
            return false;
        }
        var rest = sibling.substring(stem.length());
        if (rest.startsWith(ending)) {
            rest = rest.substring(ending.length());
        } else if (rest.endsWith(ending)) {
            rest = rest.substring(0, rest.length() - ending.length());
        }
        return ROTATED.matcher(rest).matches();
    }

    private static Path parent(Path path) {
        var parent = path.getParent();
        return parent == null ? Path.of(".") : parent;
    }
}
