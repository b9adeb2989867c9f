package io.logcast.consumer.filters;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The words of a text: runs of letters and digits, in lower case. The database gets the same words, because its own
 * parser keeps paths, addresses and hosts whole, and follows a locale that the live tail does not have.
 */
public final class Words {

    /** Characters of a word that count; PostgreSQL refuses a lexeme of more than 2046 bytes. */
    private static final int LONGEST = 128;

    private Words() {}

    /** Each word once, in the order of the text. */
    public static Set<String> of(String text) {
        var words = new LinkedHashSet<String>();
        var start = -1;
        for (int i = 0; i < text.length(); ) {
            var character = text.codePointAt(i);
            if (!isOfAWord(character)) {
                add(words, text, start, i);
                start = -1;
            } else if (start < 0) {
                start = i;
            }
            i += Character.charCount(character);
        }
        add(words, text, start, text.length());
        return words;
    }

    private static void add(Set<String> words, String text, int start, int end) {
        if (start >= 0) {
            var word = text.substring(start, end).toLowerCase(Locale.ROOT);
            words.add(
                    word.codePointCount(0, word.length()) <= LONGEST
                            ? word
                            : word.substring(0, word.offsetByCodePoints(0, LONGEST)));
        }
    }

    /** With the marks that some scripts, and some ways to write an umlaut, put behind a letter. */
    private static boolean isOfAWord(int character) {
        return switch (Character.getType(character)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK -> true;
            default -> Character.isLetterOrDigit(character);
        };
    }
}
