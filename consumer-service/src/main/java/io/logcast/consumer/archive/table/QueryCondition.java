package io.logcast.consumer.archive.table;

import io.logcast.consumer.filters.query.AttributeName;
import io.logcast.consumer.filters.query.Query;
import io.logcast.consumer.filters.query.Query.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** A query in SQL. None of its parts is ever null, since {@code not} of null would be null too. */
final class QueryCondition implements Query.Cases<Condition> {

    private static final QueryCondition SQL = new QueryCondition();

    private QueryCondition() {}

    static Condition of(Query query) {
        return words(query).orElseGet(() -> query.as(SQL));
    }

    /**
     * A single condition on the index of words; empty if that index alone cannot answer the query.
     */
    private static Optional<Condition> words(Query query) {
        return TextQuery.of(query).map(QueryCondition::words);
    }

    private static Condition words(String text) {
        return Condition.of("words @@ ?::tsquery", text);
    }

    @Override
    public Condition and(Query.And and) {
        return joined("and", "&", and.parts());
    }

    @Override
    public Condition or(Query.Or or) {
        return joined("or", "|", or.parts());
    }

    private static Condition joined(String operator, String textOperator, List<Query> parts) {
        var texts = parts.stream().flatMap(part -> TextQuery.of(part).stream()).toList();
        var conditions = new ArrayList<Condition>();
        if (!texts.isEmpty()) {
            conditions.add(words(String.join(" " + textOperator + " ", texts)));
        }
        parts.stream().filter(part -> TextQuery.of(part).isEmpty()).forEach(part -> conditions.add(part.as(SQL)));
        return Condition.joined(operator, conditions);
    }

    @Override
    public Condition not(Query.Not not) {
        var part = of(not.part());
        return new Condition("not (" + part.sql() + ")", part.values());
    }

    @Override
    public Condition word(Query.Word word) {
        return words(word).orElseThrow();
    }

    @Override
    public Condition prefix(Query.Prefix prefix) {
        return words(prefix).orElseThrow();
    }

    @Override
    public Condition phrase(Query.Phrase phrase) {
        var pattern = Condition.of("message ~ ?", phrase.pattern().pattern());
        return Condition.joined("and", List.of(of(phrase.words()), pattern));
    }

    /** Not parameters: PostgreSQL could not prove that they lie in a partial index. */
    @Override
    public Condition severity(Query.SeverityComparison severity) {
        return Condition.of("severity_number between " + severity.least() + " and " + severity.most());
    }

    @Override
    public Condition column(Query.ColumnComparison column) {
        var name = column.column().name().toLowerCase(Locale.ROOT);
        if (column.isPrefix()) {
            return Condition.of(
                    "(" + name + " >= ? and " + name + " < ?)", column.value(), endOfPrefix(column.value()));
        }
        var equals = Condition.of(name + " = ?", column.value());
        return column.column() == Column.SOURCE
                ? equals
                : Condition.joined("and", List.of(Condition.of(name + " is not null"), equals));
    }

    /** Sources are ASCII, and are sorted by character code. */
    private static String endOfPrefix(String prefix) {
        var last = prefix.length() - 1;
        return prefix.substring(0, last) + (char) (prefix.charAt(last) + 1);
    }

    @Override
    public Condition attribute(Query.AttributeValue attribute) {
        return inEachPlace(attribute.name(), path -> AttributeConditions.is(path, attribute.filter()));
    }

    @Override
    public Condition attributePrefix(Query.AttributePrefix attribute) {
        return inEachPlace(
                attribute.name(),
                path -> AttributeConditions.ofType(
                        "string", path, "starts_with(%s #>> '{}', ?)", attribute.beginning()));
    }

    @Override
    public Condition attributeNumber(Query.AttributeNumber attribute) {
        return inEachPlace(
                attribute.name(),
                path -> AttributeConditions.ofType(
                        "number", path, "(%s)::numeric " + attribute.operator().sign() + " ?", attribute.number()));
    }

    private static Condition inEachPlace(AttributeName name, Function<List<String>, Condition> condition) {
        return Condition.joined("or", name.paths().stream().map(condition).toList());
    }
}
