package io.logcast.cli.terminal;

/** Text of others, which must not control the user's terminal. */
public final class SafeText {

    private static final String CONTINUATION = "\n    ";

    private SafeText() {}

    /** On one line; every control character is shown, not sent. */
    public static String line(String text) {
        return shown(text, false);
    }

    /** Its lines below each other, those after the first indented. */
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

    /** Of C0, DEL or C1, or one that changes the direction of the text behind it. */
    private static boolean isControl(int character) {
        return Character.isISOControl(character)
                || (character >= 0x202A && character <= 0x202E)
                || (character >= 0x2066 && character <= 0x2069);
    }
}
