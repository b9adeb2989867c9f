package io.logcast.consumer.filters.query;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The text of a query, read from left to right. */
final class QueryText {

    // A field's name ends with a letter or digit, so a->b has none.
    private static final Pattern FIELD = Pattern.compile("[\\p{L}_@](?:[\\p{L}\\p{N}_.@-]*[\\p{L}\\p{N}_])?");
    private static final String ENDS_OF_A_KEYWORD = "()\"";

    private final String text;
    private int position;

    QueryText(String text) {
        this.text = text;
    }

    /** The column of the next character, counted from 1. */
    int column() {
        return text.codePointCount(0, position) + 1;
    }

    boolean isAtEnd() {
        return position == text.length();
    }

    /** Whether a term ends here. */
    boolean isBehindTerm() {
        return isEndOfTerm(position);
    }

    private boolean isEndOfTerm(int at) {
        return isBlank(at) || text.charAt(at) == ')';
    }

    private boolean isBlank(int at) {
        return at >= text.length() || Character.isWhitespace(text.charAt(at)) || Character.isSpaceChar(text.charAt(at));
    }

    void skipBlanks() {
        while (!isAtEnd() && isBlank(position)) {
            position++;
        }
    }

    boolean isAt(String next) {
        return text.startsWith(next, position);
    }

    boolean take(String next) {
        if (!isAt(next)) {
            return false;
        }
        position += next.length();
        return true;
    }

    /** Whether a word of the language follows, in upper or lower case. */
    boolean isAtKeyword(String keyword) {
        var end = position + keyword.length();
        return text.regionMatches(true, position, keyword, 0, keyword.length())
                && (isBlank(end) || ENDS_OF_A_KEYWORD.indexOf(text.charAt(end)) >= 0);
    }

    boolean takeKeyword(String keyword) {
        if (!isAtKeyword(keyword)) {
            return false;
        }
        position += keyword.length();
        return true;
    }

    /** Takes a minus before a term. Two of them, as in {@code --help}, are text. */
    boolean takeMinus() {
        if (!isAt("-") || isEndOfTerm(position + 1) || text.charAt(position + 1) == '-') {
            return false;
        }
        position++;
        return true;
    }

    boolean isAtNegativeNumber() {
        return isAt("-") && position + 1 < text.length() && Character.isDigit(text.charAt(position + 1));
    }

    /** Takes the name of a field before an operator; null if none is here. */
    @Nullable
    Field takeField() {
        var matcher = FIELD.matcher(text).region(position, text.length());
        if (matcher.lookingAt()) {
            var field = Field.of(matcher.group());
            if (field.isAttribute() ? isOperator(matcher.end()) : isAnyOperator(matcher.end())) {
                position = matcher.end();
                return field;
            }
        }
        return null;
    }

    /** Whether an operator that attributes can have is here. */
    boolean isAtOperator() {
        return isOperator(position);
    }

    /**
     * Texts have colons too. An operator's colon has a value right after it, unlike those of {@code a: b}, {@code a::b}
     * and {@code http://}.
     */
    private boolean isOperator(int at) {
        var isText = isEndOfTerm(at + 1) || text.startsWith("::", at) || text.startsWith("://", at);
        return (text.startsWith(":", at) && !isText) || text.startsWith("<", at) || text.startsWith(">", at);
    }

    private boolean isAnyOperator(int at) {
        return (at < text.length() && ":<>=".indexOf(text.charAt(at)) >= 0) || text.startsWith("!=", at);
    }

    /** Takes the operator here; null if the language does not have it. */
    @Nullable
    Operator takeOperator() {
        for (var operator : Operator.values()) {
            if (take(operator.sign())) {
                return operator;
            }
        }
        return null;
    }

    /** Takes a text in quotes, in which a backslash escapes a quote or another backslash. */
    String takeQuoted() {
        var column = column();
        position++;
        var quoted = new StringBuilder();
        while (!isAtEnd()) {
            if (take("\"")) {
                return quoted.toString();
            }
            if (isAt("\\\"") || isAt("\\\\")) {
                position++;
            }
            quoted.append(text.charAt(position++));
        }
        throw new InvalidQueryException(column, "this quote is not closed; expected \" at the end of the phrase");
    }

    /** Takes everything up to the next blank or the end of a group. Parentheses within it are in pairs. */
    String takeToken() {
        var start = position;
        var open = 0;
        var column = column();
        while (!isBlank(position) && (open > 0 || !isAt(")"))) {
            if (isAt("(") && open++ == 0) {
                column = column();
            } else if (isAt(")")) {
                open--;
            }
            position++;
        }
        if (open > 0) {
            throw new InvalidQueryException(
                    column, "expected ) before the next blank; put text with parentheses in quotes");
        }
        return text.substring(start, position);
    }
}
