package io.logcast.consumer.filters.query;

import io.logcast.consumer.filters.query.Query.And;
import io.logcast.consumer.filters.query.Query.Not;
import io.logcast.consumer.filters.query.Query.Or;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a query. Its grammar, where adjacent {@code one}s all have to hold:
 *
 * <pre>{@code
 * any   = all ("or" all)*
 * all   = one (["and"] one)*
 * one   = ("not" | "-") one | "(" any ")" | field operator value | "a phrase" | words | prefix*
 * value = "(" any of values ")" | "a text" | text | prefix*
 * }</pre>
 */
public final class QueryParser {

    private static final int MAX_DEPTH = 20;
    // Even a pasted line as long as the longest query has fewer words. Each word of a phrase counts, since a long
    // phrase costs the live tail as much as many words.
    private static final int MAX_TERMS = 256;
    private static final String A_TERM = "expected a word with a letter or digit, \"a phrase\", field:value or (";

    private final QueryText text;
    private int terms;

    private QueryParser(String query) {
        this.text = new QueryText(query);
    }

    /** @throws InvalidQueryException if it breaks the grammar, is nested too deep, or has too many terms */
    public static Query parse(String query) {
        var parser = new QueryParser(query);
        var parsed = parser.any(null, 0);
        if (!parser.text.isAtEnd()) {
            throw parser.invalid("this ) closes nothing; put text with parentheses in quotes");
        }
        return parsed;
    }

    private InvalidQueryException invalid(String reason) {
        return new InvalidQueryException(text.column(), reason);
    }

    private static String expected(@Nullable Field field) {
        return field == null ? A_TERM : "expected a value of " + field.name();
    }

    /** @param field the field that the values are compared with; null if they are terms */
    private Query any(@Nullable Field field, int depth) {
        var parts = new ArrayList<Query>();
        do {
            parts.add(all(field, depth));
        } while (text.takeKeyword("or"));
        return Or.of(parts);
    }

    private Query all(@Nullable Field field, int depth) {
        var parts = new ArrayList<Query>();
        var misses = true;
        for (text.skipBlanks(); !text.isBehindTerm() && !text.isAtKeyword("or"); text.skipBlanks()) {
            if (!misses && text.takeKeyword("and")) {
                misses = true;
            } else {
                parts.addAll(one(field, depth));
                misses = parts.isEmpty();
            }
        }
        if (misses) {
            throw invalid(expected(field));
        }
        return And.of(parts);
    }

    /** The terms of one text, which all have to hold; none if it is only punctuation. */
    private List<Query> one(@Nullable Field field, int depth) {
        if (depth > MAX_DEPTH) {
            throw invalid("this is nested more than " + MAX_DEPTH + " deep");
        }
        if (text.isBehindTerm() || text.isAtKeyword("or") || text.isAtKeyword("and")) {
            throw invalid(expected(field));
        }
        if (text.isAt("(")) {
            return List.of(group(field, depth));
        }
        if (text.takeKeyword("not")) {
            text.skipBlanks();
            return List.of(negated(field, depth));
        }
        var isNumber = field != null && text.isAtNegativeNumber();
        if (!isNumber && text.takeMinus()) {
            return List.of(negated(field, depth));
        }
        return field == null ? term(depth) : value(field, Operator.IS);
    }

    private Query group(@Nullable Field field, int depth) {
        var column = text.column();
        text.take("(");
        var group = any(field, depth + 1);
        if (!text.take(")")) {
            throw invalid("expected ) for the ( of column " + column);
        }
        return group;
    }

    private Query negated(@Nullable Field field, int depth) {
        var column = text.column();
        var parts = one(field, depth + 1);
        if (parts.isEmpty()) {
            throw new InvalidQueryException(column, expected(field));
        }
        return new Not(And.of(parts));
    }

    private List<Query> term(int depth) {
        var column = text.column();
        if (text.isAt("\"")) {
            var quoted = text.takeQuoted();
            return text.isAtOperator() ? comparison(Field.attribute(quoted), column, depth) : phrase(quoted, column);
        }
        var field = text.takeField();
        return field == null ? messageTerms() : comparison(field, column, depth);
    }

    private List<Query> comparison(Field field, int column, int depth) {
        var operator = text.takeOperator();
        if (operator == null) {
            throw invalid("expected one of : >= <= > <");
        }
        field.refusal(operator).ifPresent(reason -> {
            throw new InvalidQueryException(column, reason);
        });
        if (operator == Operator.IS && text.isAt("(")) {
            return List.of(group(field, depth));
        }
        if (text.isBehindTerm()) {
            throw invalid("expected a value without a blank before it; put text with colons in quotes");
        }
        if (field.isMessage() && text.isAt("-")) {
            throw invalid("expected a word; put the - before " + field.name());
        }
        return value(field, operator);
    }

    private List<Query> value(Field field, Operator operator) {
        var column = text.column();
        if (text.isAt("\"")) {
            var quoted = text.takeQuoted();
            return field.isMessage()
                    ? phrase(quoted, column)
                    : counted(List.of(field.compared(operator, new Value(quoted, true, false, column))), column);
        }
        if (Tokens.isOfOtherLanguages(text)) {
            throw invalid("expected a value; put a text that begins like this in quotes");
        }
        if (field.isMessage()) {
            return messageTerms();
        }
        var token = text.takeToken();
        var stem = Tokens.stem(token, column);
        var value = new Value(stem, false, stem.length() < token.length(), column);
        return counted(List.of(field.compared(operator, value)), column);
    }

    private List<Query> phrase(String quoted, int column) {
        if (text.isAt("*")) {
            throw invalid("a phrase cannot have a * after it; expected a blank");
        }
        var phrase = MessageTerms.phrase(quoted);
        if (phrase.isEmpty()) {
            throw new InvalidQueryException(column, "expected a letter or digit in the quotes");
        }
        return counted(phrase, column);
    }

    private List<Query> messageTerms() {
        var column = text.column();
        var token = text.takeToken();
        Tokens.refuseOtherOperators(token, column);
        var beginning = Tokens.wordStem(token, column);
        return counted(
                beginning.length() < token.length() ? MessageTerms.prefixes(beginning) : MessageTerms.words(token),
                column);
    }

    private List<Query> counted(List<Query> more, int column) {
        terms += more.stream().mapToInt(Query::terms).sum();
        if (terms > MAX_TERMS) {
            throw new InvalidQueryException(column, "these are more than " + MAX_TERMS + " terms");
        }
        return more;
    }
}
