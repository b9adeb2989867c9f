package io.logcast.consumer.filters;

import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The words of a text: runs of letters and digits, in lower case, and in Unicode's composed form (NFC), so that a word is the
 * same however its accents are written. The database gets the same words, because its own
 * parser keeps paths, addresses and hosts whole, and follows a locale that the live tail does not have.
 */
public final class Words {

    /** Characters of a word that count; PostgreSQL refuses a lexeme of more than 2046 bytes. */
    private static final int LONGEST = 128;
    /** Without it and those behind it, a text is composed already. */
    private static final char FIRST_COMBINING = '\u0300';

    private Words() {}

    /** Each word once, in the order of the text. */
    public static Set<String> of(String text) {
        return cut(composed(text));
    }

    /** A word as events that were archived by earlier releases may have it: decomposed (NFD). */
    public static String decomposed(String word) {
        return longest(Normalizer.normalize(word, Normalizer.Form.NFD));
    }

    private static String composed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= FIRST_COMBINING) {
                return Normalizer.normalize(text, Normalizer.Form.NFC);
            }
        }
        return text;
    }

    private static Set<String> cut(String text) {
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
            words.add(longest(text.substring(start, end).toLowerCase(Locale.ROOT)));
        }
    }

    private static String longest(String word) {
        return word.codePointCount(0, word.length()) <= LONGEST
                ? word
                : word.substring(0, word.offsetByCodePoints(0, LONGEST));
    }

    /** With the marks that some scripts, and some ways to write an umlaut, put behind a letter. */
    private static boolean isOfAWord(int character) {
        return switch (Character.getType(character)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK -> true;
            default -> Character.isLetterOrDigit(character);
        };
    }
}
