package io.logcast.consumer.archive.table;

import static java.util.stream.Collectors.joining;

import io.logcast.consumer.filters.query.Query;
import io.logcast.consumer.filters.query.Words;
import java.util.List;
import java.util.Optional;

/** The {@code tsquery} for a query that asks only for words. */
final class TextQuery {

    private TextQuery() {}

    /** Empty for a query that the words of a message cannot answer. */
    static Optional<String> of(Query query) {
        if (query instanceof Query.Word word) {
            return Optional.of(inEitherForm(word.text(), "'"));
        }
        if (query instanceof Query.Prefix prefix) {
            return Optional.of(inEitherForm(prefix.text(), "':*"));
        }
        if (query instanceof Query.Not not) {
            return of(not.part()).map(text -> "!" + text);
        }
        if (query instanceof Query.And and) {
            return joined(" & ", and.parts());
        }
        if (query instanceof Query.Or or) {
            return joined(" | ", or.parts());
        }
        return Optional.empty();
    }

    private static Optional<String> joined(String operator, List<Query> parts) {
        var texts = parts.stream().flatMap(part -> of(part).stream()).toList();
        return texts.size() < parts.size()
                ? Optional.empty()
                : Optional.of(texts.stream().collect(joining(operator, "(", ")")));
    }

    /**
     * Earlier releases archived words as they were written. Words are letters and digits, so nothing in them has to be escaped.
     */
    private static String inEitherForm(String word, String end) {
        var decomposed = Words.decomposed(word);
        var written = "'" + word + end;
        return word.equals(decomposed) ? written : "(" + written + " | '" + decomposed + end + ")";
    }
}
