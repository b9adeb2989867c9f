package io.logcast.security.keys;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The lines of a file of keys: {@code name role sha256}; blank lines and lines that begin with {@code #} are skipped. A line's
 * content is never part of a message: it may be a key that was mistaken for its hash.
 */
final class KeyFile {

    private static final Set<String> ROLES = Set.of("publisher", "subscriber", "operator");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@-]{1,64}");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final int FIELDS = 3;

    private KeyFile() {}

    /**
     * The entries by the SHA-256 of their keys, in lower-case hex.
     *
     * @throws IllegalArgumentException naming the first line that is not an entry; also if the file has no entry, since a file that
     *     is being replaced is empty for a while
     */
    static Map<String, KeyEntry> parse(String text) {
        var entries = new HashMap<String, KeyEntry>();
        var number = 0;
        for (var line : text.split("\n", -1)) {
            number++;
            var content = line.strip();
            if (!content.isEmpty() && !content.startsWith("#")) {
                add(entries, content.split("\\s+"), "line " + number + ": ");
            }
        }
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("it has no keys");
        }
        return Map.copyOf(entries);
    }

    private static void add(Map<String, KeyEntry> entries, String[] fields, String place) {
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException(place + "must be a name, a role and the SHA-256 of a key");
        }
        var hash = fields[2].toLowerCase(Locale.ROOT);
        if (!NAME.matcher(fields[0]).matches()) {
            throw new IllegalArgumentException(place + "the name must have 1 to 64 characters of A-Z a-z 0-9 . _ @ -");
        }
        if (!ROLES.contains(fields[1])) {
            throw new IllegalArgumentException(place + "the role must be publisher, subscriber or operator");
        }
        if (!HASH.matcher(hash).matches()) {
            throw new IllegalArgumentException(place + "the SHA-256 of the key must be 64 hex digits");
        }
        if (entries.put(hash, new KeyEntry(fields[0], fields[1])) != null) {
            throw new IllegalArgumentException(place + "the same key as on a line before");
        }
    }
}
