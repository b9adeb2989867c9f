package io.logcast.consumer.filters.query;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The words of a text: runs of letters and digits, in lower case and in Unicode's composed form (NFC), so that a word
 * is the same however its accents are written. Parts of a run are words too: {@code TimeoutException} gives {@code
 * timeoutexception}, {@code timeout} and {@code exception}, and a run of Chinese, Japanese or Korean also gives its
 * characters. The database gets these words, because its own parser keeps paths, addresses and hosts whole, and depends
 * on a locale that the live tail does not have.
 */
public final class Words {

    /** Further characters of a word are ignored; PostgreSQL refuses a lexeme of more than 2046 bytes. */
    private static final int LONGEST = 128;
    /** A text without this and later characters is composed already. */
    private static final char FIRST_COMBINING = '\u0300';

    private Words() {}

    /** Each word once, with its parts. */
    public static Set<String> of(String text) {
        var words = new LinkedHashSet<String>();
        for (var run : runsAsWritten(composed(text))) {
            words.add(word(run));
            if (mayHaveCjk(run)) {
                characters(run).forEach(part -> {
                    words.add(word(part));
                    addHumps(words, part);
                });
            } else {
                addHumps(words, run);
            }
        }
        return words;
    }

    /** A word as events that were archived by earlier releases may have it: decomposed (NFD). */
    public static String decomposed(String word) {
        return longest(Normalizer.normalize(word, Normalizer.Form.NFD));
    }

    /** The words without their parts, in the text's order and in full length. */
    static List<String> runs(String text) {
        return runsAsWritten(composed(text)).stream()
                .map(run -> run.toLowerCase(Locale.ROOT))
                .toList();
    }

    /** A run in the form in which it is archived and searched. */
    static String word(String run) {
        return longest(run.toLowerCase(Locale.ROOT));
    }

    private static String composed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= FIRST_COMBINING) {
                return Normalizer.normalize(text, Normalizer.Form.NFC);
            }
        }
        return text;
    }

    private static List<String> runsAsWritten(String text) {
        var runs = new ArrayList<String>();
        var start = -1;
        for (int i = 0; i < text.length(); ) {
            var character = text.codePointAt(i);
            if (isOfAWord(character)) {
                start = start < 0 ? i : start;
            } else if (start >= 0) {
                runs.add(text.substring(start, i));
                start = -1;
            }
            i += Character.charCount(character);
        }
        if (start >= 0) {
            runs.add(text.substring(start));
        }
        return runs;
    }

    private static boolean mayHaveCjk(String run) {
        for (int i = 0; i < run.length(); i++) {
            if (run.charAt(i) >= Cjk.FIRST) {
                return true;
            }
        }
        return false;
    }

    /** Splits a run into its Chinese, Japanese and Korean characters, each alone, and the parts between them. */
    static List<String> characters(String run) {
        var characters = run.codePoints().toArray();
        var parts = new ArrayList<String>();
        var start = 0;
        for (int i = 1; i < characters.length; i++) {
            if (!isMark(characters[i]) && (Cjk.contains(characters[i]) || Cjk.contains(characters[i - 1]))) {
                parts.add(new String(characters, start, i - start));
                start = i;
            }
        }
        parts.add(new String(characters, start, characters.length - start));
        return parts;
    }

    /** The parts of a name such as {@code getHTTPStatus}. */
    private static void addHumps(Set<String> words, String run) {
        var start = 0;
        for (int i = 1; i < run.length(); i++) {
            if (Character.isUpperCase(run.charAt(i)) && isBesideLowerCase(run, i)) {
                words.add(word(run.substring(start, i)));
                start = i;
            }
        }
        if (start > 0) {
            words.add(word(run.substring(start)));
        }
    }

    private static boolean isBesideLowerCase(String run, int i) {
        return Character.isLowerCase(run.charAt(i - 1))
                || (i + 1 < run.length() && Character.isLowerCase(run.charAt(i + 1)));
    }

    private static String longest(String word) {
        return word.length() <= LONGEST || word.codePointCount(0, word.length()) <= LONGEST
                ? word
                : word.substring(0, word.offsetByCodePoints(0, LONGEST));
    }

    static boolean isOfAWord(int character) {
        return Character.isLetterOrDigit(character) || isMark(character);
    }

    /** A combining mark, which some scripts, and decomposed umlauts, have after a letter. */
    private static boolean isMark(int character) {
        return switch (Character.getType(character)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK -> true;
            default -> false;
        };
    }
}
