package io.logcast.cli.send;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The source of a file's events: its name without the ending, made legal. */
final class SourceName {

    private static final int MAX = 128;

    private SourceName() {}

    /** Null if nothing is left of the name. */
    static @Nullable String of(Path file) {
        var name = String.valueOf(file.getFileName())
                .replaceFirst("\\.(log|txt|json|jsonl|ndjson|out|err)$", "")
                .replaceAll("[^A-Za-z0-9_-]+", ".");
        var legal = name.substring(0, Math.min(MAX, name.length())).replaceAll("^\\.+|\\.+$", "");
        return legal.isEmpty() ? null : legal;
    }
}
