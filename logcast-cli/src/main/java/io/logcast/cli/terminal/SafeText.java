package io.logcast.cli.terminal;

/** Makes foreign text safe for the user's terminal. */
public final class SafeText {

    private static final String CONTINUATION = "\n    ";

    private SafeText() {}

    /** In one line; every control character is shown instead of being sent. */
    public static String line(String text) {
        return shown(text, false);
    }

    /** In several lines, with all but the first indented. */
    public static String lines(String text) {
        return shown(text.stripTrailing(), true);
    }

    private static String shown(String text, boolean keepsLines) {
        if (text.chars().noneMatch(SafeText::isControl)) {
            return text;
        }
        var shown = new StringBuilder(text.length() + 16);
        text.chars().forEach(character -> {
            if (character == '\n' && keepsLines) {
                shown.append(CONTINUATION);
            } else if (character == '\t' || (character == '\r' && keepsLines)) {
                shown.append(character == '\t' ? "\t" : "");
            } else if (isControl(character)) {
                shown.append("\\u%04x".formatted(character));
            } else {
                shown.append((char) character);
            }
        });
        return shown.toString();
    }

    /** A control character (C0, DEL or C1), or one that changes the direction of the following text. */
    private static boolean isControl(int character) {
        return Character.isISOControl(character)
                || (character >= 0x202A && character <= 0x202E)
                || (character >= 0x2066 && character <= 0x2069);
    }
}
