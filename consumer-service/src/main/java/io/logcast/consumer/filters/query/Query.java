package io.logcast.consumer.filters.query;

import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;

/** A parsed query. The search turns it into SQL; the live tail applies it to each event. */
public sealed interface Query {

    /** The result of the visitor's method for this kind of query. */
    <T> T as(Cases<T> cases);

    /** How many words and values it compares, as a measure of its cost. */
    default int terms() {
        return 1;
    }

    /** One result for each kind of query. */
    interface Cases<T> {

        T and(And and);

        T or(Or or);

        T not(Not not);

        T word(Word word);

        T prefix(Prefix prefix);

        T phrase(Phrase phrase);

        T severity(SeverityComparison severity);

        T column(ColumnComparison column);

        T attribute(AttributeValue attribute);

        T attributePrefix(AttributePrefix attribute);

        T attributeNumber(AttributeNumber attribute);
    }

    /** A term that compares a field with a value. */
    sealed interface Comparison extends Query {}

    /** Events that match all parts. */
    record And(List<Query> parts) implements Query {
        @Override
        public <T> T as(Cases<T> cases) {
            return cases.and(this);
        }

        @Override
        public int terms() {
            return parts.stream().mapToInt(Query::terms).sum();
        }

        /** @param parts at least one */
        static Query of(List<Query> parts) {
            return parts.size() == 1 ? parts.get(0) : new And(List.copyOf(parts));
        }
    }

    /** Events that match at least one part. */
    record Or(List<Query> parts) implements Query {
        @Override
        public <T> T as(Cases<T> cases) {
            return cases.or(this);
        }

        @Override
        public int terms() {
            return parts.stream().mapToInt(Query::terms).sum();
        }

        /** @param parts at least one */
        static Query of(List<Query> parts) {
            return parts.size() == 1 ? parts.get(0) : new Or(List.copyOf(parts));
        }
    }

    /** Events that do not match the part. */
    record Not(Query part) implements Query {
        @Override
        public <T> T as(Cases<T> cases) {
            return cases.not(this);
        }

        @Override
        public int terms() {
            return part.terms();
        }
    }

    /**
     * The message has the word.
     *
     * @param text as in {@link Words#of}
     */
    record Word(String text) implements Query {
        @Override
        public <T> T as(Cases<T> cases) {
            return cases.word(this);
        }
    }

    /**
     * The message has a word with this prefix.
     *
     * @param text as in {@link Words#of}
     */
    record Prefix(String text) implements Query {
        @Override
        public <T> T as(Cases<T> cases) {
            return cases.prefix(this);
        }
    }

    /**
     * The message has the words as a phrase.
     *
     * @param words words that a matching message has, for an index
     * @param pattern the regular expression of the phrase, for Java and PostgreSQL
     */
    record Phrase(Query words, Pattern pattern) implements Query {
        @Override
        public <T> T as(Cases<T> cases) {
            return cases.phrase(this);
        }

        @Override
        public int terms() {
            return words.terms();
        }
    }

    /** A severity number from {@code least} to {@code most}; matches nothing if {@code most} is lower. */
    record SeverityComparison(int least, int most) implements Comparison {
        @Override
        public <T> T as(Cases<T> cases) {
            return cases.severity(this);
        }
    }

    /** The fields with a plain text. */
    enum Column {
        SOURCE,
        TRACE_ID,
        SPAN_ID
    }

    /**
     * The field has that value.
     *
     * @param isPrefix whether the value is only a prefix
     */
    record ColumnComparison(Column column, String value, boolean isPrefix) implements Comparison {
        @Override
        public <T> T as(Cases<T> cases) {
            return cases.column(this);
        }
    }

    /** The attribute has that value, as {@link AttributeFilter} compares it. */
    record AttributeValue(AttributeName name, AttributeFilter filter) implements Comparison {
        @Override
        public <T> T as(Cases<T> cases) {
            return cases.attribute(this);
        }

        @Override
        public int terms() {
            return name.terms();
        }
    }

    /** The attribute is a text with this prefix. */
    record AttributePrefix(AttributeName name, String beginning) implements Comparison {
        @Override
        public <T> T as(Cases<T> cases) {
            return cases.attributePrefix(this);
        }

        @Override
        public int terms() {
            return name.terms();
        }
    }

    /** The attribute is a number that compares to another in this way. */
    record AttributeNumber(AttributeName name, Operator operator, BigDecimal number) implements Comparison {
        @Override
        public <T> T as(Cases<T> cases) {
            return cases.attributeNumber(this);
        }

        @Override
        public int terms() {
            return name.terms();
        }
    }
}
