package io.logcast.consumer.filters.query;

import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;

/** What a query asks of an event. The search turns it into SQL, the live tail into an answer for each event. */
public sealed interface Query {

    /** The result of the case that this is. */
    <T> T as(Cases<T> cases);

    /** How many words and values it compares: what it costs to answer. */
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

    /** Each of them. */
    record And(List<Query> parts) implements Query {
        @Override
        public <T> T as(Cases<T> cases) {
            return cases.and(this);
        }

        @Override
        public int terms() {
            return parts.stream().mapToInt(Query::terms).sum();
        }

        /** All of the parts, of which there is at least one. */
        static Query of(List<Query> parts) {
            return parts.size() == 1 ? parts.get(0) : new And(List.copyOf(parts));
        }
    }

    /** At least one of them. */
    record Or(List<Query> parts) implements Query {
        @Override
        public <T> T as(Cases<T> cases) {
            return cases.or(this);
        }

        @Override
        public int terms() {
            return parts.stream().mapToInt(Query::terms).sum();
        }

        /** Any of the parts, of which there is at least one. */
        static Query of(List<Query> parts) {
            return parts.size() == 1 ? parts.get(0) : new Or(List.copyOf(parts));
        }
    }

    /** What the part does not want. */
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
     * The message has a word that begins so.
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
     * The message has the words one behind the other.
     *
     * @param words that the message has then, for an index
     * @param pattern what finds the phrase in the message, in Java and in PostgreSQL
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

    /** A severity number from {@code least} to {@code most}; none where that is lower. */
    record SeverityComparison(int least, int most) implements Comparison {
        @Override
        public <T> T as(Cases<T> cases) {
            return cases.severity(this);
        }
    }

    /** The fields that hold one plain text. */
    enum Column {
        SOURCE,
        TRACE_ID,
        SPAN_ID
    }

    /**
     * The field has that value.
     *
     * @param isPrefix whether it only begins so
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
    }

    /** The attribute is a text that begins so. */
    record AttributePrefix(AttributeName name, String beginning) implements Comparison {
        @Override
        public <T> T as(Cases<T> cases) {
            return cases.attributePrefix(this);
        }
    }

    /** The attribute is a number on that side of another. */
    record AttributeNumber(AttributeName name, Operator operator, BigDecimal number) implements Comparison {
        @Override
        public <T> T as(Cases<T> cases) {
            return cases.attributeNumber(this);
        }
    }
}
