package io.logcast.model.event;

import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The rules for each field of a log event. */
final class Rules {

    private static final int MAX_SOURCE_LENGTH = 128;
    // OTLP and the archive count nanoseconds since 1970 in 64 bits.
    private static final Instant LATEST = Instant.ofEpochSecond(0, Long.MAX_VALUE);

    private Rules() {}

    static void checkTimestamp(String field, @Nullable Instant timestamp) {
        if (timestamp != null && !canHold(timestamp)) {
            throw new InvalidLogEventException(field, "must lie between 1970-01-01 and 2262-04-11");
        }
    }

    static boolean canHold(Instant timestamp) {
        return !timestamp.isBefore(Instant.EPOCH) && !timestamp.isAfter(LATEST);
    }

    static void checkSource(String source) {
        if (source.isEmpty() || source.length() > MAX_SOURCE_LENGTH) {
            throw new InvalidLogEventException("source", "must have 1 to " + MAX_SOURCE_LENGTH + " characters");
        }
        if (!isDottedWords(source)) {
            throw new InvalidLogEventException("source", "must be words of A-Z a-z 0-9 _ - joined by single dots");
        }
    }

    static String sourceOf(String name) {
        var source = new StringBuilder();
        for (int i = 0; i < name.length() && source.length() < MAX_SOURCE_LENGTH; i++) {
            var isEndOfWord = source.isEmpty() || source.charAt(source.length() - 1) == '.';
            if (isOfAWord(name.charAt(i))) {
                source.append(name.charAt(i));
            } else if (!isEndOfWord) {
                source.append('.');
            }
        }
        if (!source.isEmpty() && source.charAt(source.length() - 1) == '.') {
            source.setLength(source.length() - 1);
        }
        return source.isEmpty() ? LogEvent.UNKNOWN_SOURCE : source.toString();
    }

    private static boolean isDottedWords(String text) {
        var previous = '.';
        for (int i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == '.' ? previous == '.' : !isOfAWord(c)) {
                return false;
            }
            previous = c;
        }
        return previous != '.';
    }

    private static boolean isOfAWord(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    }

    static void checkMessage(String message) {
        if (utf8Length(() -> "message", message) > LogEvent.MAX_MESSAGE_BYTES) {
            throw new InvalidLogEventException(
                    "message", "must have at most " + LogEvent.MAX_MESSAGE_BYTES + " bytes of UTF-8");
        }
    }

    static @Nullable String hexId(String field, @Nullable String id, int digits) {
        if (id == null) {
            return null;
        }
        if (id.length() != digits || !isHexAndNotZero(id)) {
            throw new InvalidLogEventException(field, "must be " + digits + " hex digits, not all zero");
        }
        return id.toLowerCase(Locale.ROOT);
    }

    private static boolean isHexAndNotZero(String id) {
        var isZero = true;
        for (int i = 0; i < id.length(); i++) {
            if (!HexFormat.isHexDigit(id.charAt(i))) {
                return false;
            }
            isZero &= id.charAt(i) == '0';
        }
        return !isZero;
    }

    /**
     * Length in UTF-8; refuses characters that PostgreSQL or UTF-8 cannot hold, so that no text is changed on its way.
     *
     * @param field called only for a refused field, since this method runs for every string of every event
     */
    static int utf8Length(Supplier<String> field, String text) {
        var bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == 0) {
                throw new InvalidLogEventException(field.get(), "must not contain the NUL character");
            } else if (c < 0x80) {
                bytes++;
            } else if (c < 0x800) {
                bytes += 2;
            } else if (!Character.isSurrogate(c)) {
                bytes += 3;
            } else if (i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1))) {
                bytes += 4;
                i++;
            } else {
                throw new InvalidLogEventException(field.get(), "must not contain half a surrogate pair");
            }
        }
        return bytes;
    }
}
