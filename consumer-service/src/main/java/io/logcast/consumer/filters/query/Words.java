package io.logcast.consumer.filters.query;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Splits texts into words. A word is a run of letters and digits, in lower case. It is in Unicode's composed form (NFC), so
 * it is the same word however its accents are encoded. Parts of a run are words too: {@code TimeoutException} gives {@code
 * timeoutexception}, {@code timeout} and {@code exception}; a run of Chinese, Japanese or Korean also gives its single
 * characters.
 *
 * <p>The archive's index has these words, and not those of PostgreSQL's parser. That parser does not split paths, addresses
 * and host names, and it depends on a locale, which the live tail does not have.
 */
public final class Words {

    /** Longer words are cut to this many characters: PostgreSQL refuses a lexeme of more than 2046 bytes. */
    private static final int LONGEST = 128;
    /** The first combining character of Unicode. A text with earlier characters only is composed already. */
    private static final char FIRST_COMBINING = '\u0300';

    private Words() {}

    /** All words of the text, with their parts, each once. */
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

    /** The word in decomposed form (NFD). Earlier releases archived words in the form in which they came. */
    public static String decomposed(String word) {
        return longest(Normalizer.normalize(word, Normalizer.Form.NFD));
    }

    /** The runs of the text in lower case and in their order, neither split into parts nor cut. */
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

    /** Whether it is a combining mark. It follows a letter in some scripts, and in decomposed umlauts. */
    private static boolean isMark(int character) {
        return switch (Character.getType(character)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK -> true;
            default -> false;
        };
    }
}
