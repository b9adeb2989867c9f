package io.logcast.consumer.filters.query;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;

import java.text.Normalizer;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The regular expression for words that follow each other. Java and PostgreSQL get the same one, so it has only parts
 * that both read in the same way: characters, both cases in brackets, and what may be between words. None of these
 * depends on a locale.
 */
final class Phrases {

    // The characters between words: those of ASCII, Latin-1, Armenian, Hebrew, Arabic and Devanagari, the blocks of
    // punctuation, symbols and emoji, and the replacement character.
    private static final String BETWEEN = "\u0001-/:-@\\[-`{-\u00A9\u00AB-\u00B4\u00B6-\u00B9\u00BB-\u00BF\u00D7\u00F7"
            + "\u055A-\u055F\u0589\u058A\u05BE\u05C0\u05C3\u05F3\u05F4\u0609-\u060D\u061B-\u061F\u066A-\u066D\u06D4"
            + "\u0964\u0965\u2116\u2117\u2120-\u2122\uFEFF\uFFF9-\uFFFD"
            + "\u2000-\u206F\u20A0-\u20CF\u2190-\u2BFF\u2E00-\u2E2E\u3000-\u3004\u3008-\u3020\u3030\uFE30-\uFE6F"
            + "\uFF01-\uFF0F\uFF1A-\uFF20\uFF3B-\uFF40\uFF5B-\uFF65\uD83C\uDC00-\uD83E\uDEFF";
    private static final String START = "(?:^|[" + BETWEEN + Cjk.CLASS + "])";
    private static final String END = "(?:$|[" + BETWEEN + Cjk.CLASS + "])";

    private Phrases() {}

    /** @param runs the words in full length */
    static Pattern pattern(List<String> runs) {
        var pattern = new StringBuilder(startsWithCjk(runs.get(0)) ? "" : START);
        for (int i = 0; i < runs.size(); i++) {
            if (i > 0) {
                var mayTouch = endsWithCjk(runs.get(i - 1)) || startsWithCjk(runs.get(i));
                pattern.append('[').append(BETWEEN).append(mayTouch ? "]*" : "]+");
            }
            runs.get(i).codePoints().forEach(character -> pattern.append(inEitherCase(character)));
        }
        return Pattern.compile(pattern.append(endsWithCjk(runs.get(runs.size() - 1)) ? "" : END)
                .toString());
    }

    static boolean endsWithCjk(String run) {
        return Cjk.contains(run.codePointBefore(run.length()));
    }

    private static boolean startsWithCjk(String run) {
        return Cjk.contains(run.codePointAt(0));
    }

    /** The pattern for a character of a word (a letter, digit or mark) in each form that a message may have. */
    private static String inEitherCase(int character) {
        var forms = Stream.of(character, Character.toUpperCase(character), Character.toTitleCase(character))
                .map(Character::toString)
                .flatMap(form -> Stream.of(form, Normalizer.normalize(form, Normalizer.Form.NFD)))
                .collect(toCollection(TreeSet::new));
        return forms.size() == 1 ? forms.first() : forms.stream().collect(joining("|", "(?:", ")"));
    }
}
