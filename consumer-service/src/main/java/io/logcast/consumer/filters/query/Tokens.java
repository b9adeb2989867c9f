package io.logcast.consumer.filters.query;

import java.util.Set;

/** Refuses texts without quotes that have a meaning in other query languages, but would not have it here. */
final class Tokens {

    private static final String STAR = "*";
    private static final Set<String> COMPARISONS = Set.of(">", "<", ">=", "<=");
    private static final Set<String> ORS = Set.of("|", "||");

    private Tokens() {}

    /** Whether a value begins like an operator or a range of another language. */
    static boolean isOfOtherLanguages(QueryText text) {
        return Set.of("<", ">", "=", "[", "{", "(").stream().anyMatch(text::isAt);
    }

    /** The token without the star at its end. */
    static String stem(String token, int column) {
        var star = token.indexOf(STAR);
        if (star < 0) {
            return token;
        }
        if (star < token.length() - 1 || star == 0) {
            throw misplaced(token, column);
        }
        return token.substring(0, star);
    }

    /** The same for a token for the message, which must have a letter or digit before the star. */
    static String wordStem(String token, int column) {
        var stem = stem(token, column);
        if (stem.length() < token.length() && !Words.isOfAWord(stem.codePointBefore(stem.length()))) {
            throw misplaced(token, column);
        }
        return stem;
    }

    private static InvalidQueryException misplaced(String token, int column) {
        return new InvalidQueryException(
                column + token.codePointCount(0, token.indexOf(STAR)),
                "a * may stand only at the end of a word, such as time*; put text with stars in quotes");
    }

    /** @throws InvalidQueryException saying how this language writes it */
    static void refuseOtherOperators(String token, int column) {
        if (ORS.contains(token)) {
            throw new InvalidQueryException(column, "expected or; put " + token + " in quotes if it is text");
        }
        if (COMPARISONS.contains(token) || token.startsWith(">=") || token.startsWith("<=")) {
            throw new InvalidQueryException(column, "expected field" + token + "value without blanks");
        }
        if (token.startsWith("!") && token.length() > 1) {
            throw new InvalidQueryException(column, "expected - or not before what is to be excluded");
        }
    }
}
