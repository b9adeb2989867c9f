package io.logcast.consumer.filters.query;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryParserTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    a b or c d                       | ((a & b) or (c & d))
                    a AND b Or c                     | ((a & b) or c)
                    a (b or c)                       | (a & (b or c))
                    (a)(b)                           | (a & b)
                    not a b                          | (!a & b)
                    -(a or b) -"c d" - e             | (!(a or b) & ![c & d] & e)
                    not not a                        | !!a
                    NOT(a)                           | !a
                    --verbose a-b -- - e-            | (verbose & a & b & e)
                    -payments-api                    | !(payments & api)
                    organ and notes                  | (organ & notes)
                    "one" "or"                       | (one & or)
                    time* java.lang.Time*            | (time* & java & lang & time*)
                    main() at a.b.Main(Main.java:12) | (main & at & a & b & main & main & java & 12)
                    severity>=warn x                 | (severity 13-24 & x)
                    Severity>error severity<WARN     | (severity 21-24 & severity 1-12)
                    severity<=13 severity:fatal4     | (severity 1-13 & severity 24-24)
                    severity:(warn or error)         | (severity 13-16 or severity 17-20)
                    source:a.b source:a.* source:pay* | (SOURCE=a.b & SOURCE=a.* & SOURCE=pay*)
                    source:(a or b.*) -source:c      | ((SOURCE=a or SOURCE=b.*) & !SOURCE=c)
                    message:card message:(a "b c")   | (card & (a & [b & c]))
                    message:time*                    | time*
                    span_id:00F067AA0BA902B7         | SPAN_ID=00f067aa0ba902b7
                    order:-5 order:(-5 or 7 -8)      | (order=-5 & (order=-5 or (order=7 & order=-8)))
                    order>=4711 http.ms<1.5e3        | (order>=4711 & http.ms<1.5E+3)
                    x:"a \\"b\\" \\\\ c" "a b/c":d   | (x=a "b" \\ c & a b/c=d)
                    url:http://x:80/(a)?b path:/a/*  | (url=http://x:80/(a)?b & path=/a/**)
                    attr.severity:x attr.:y          | (severity=x & attr & y)
                    10.2.3.4:80 std::a http://b 12:30 | (10 & 2 & 3 & 4 & 80 & std & a & http & b & 12 & 30)
                    Caused by: x a->b {"a":1} b: c=d | (caused & by & x & a & b & a & 1 & b & c & d)
                    日本語                             | (日本語 or [日 & 本 & 語])
                    """)
    void readsTheGrammar(String query, String meaning) {
        assertThat(QueryParser.parse(query).as(new Written())).isEqualTo(meaning);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    ---                | 4  | expected a word
                    or a               | 1  | expected a word
                    and a              | 1  | expected a word
                    a and              | 6  | expected a word
                    a and and b        | 7  | expected a word
                    a or or b          | 6  | expected a word
                    a not              | 6  | expected a word
                    a not -            | 7  | expected a word
                    ()                 | 2  | expected a word
                    🎉 a)              | 4  | this ) closes nothing
                    a (b (c)           | 9  | expected ) for the ( of column 3
                    main(a b)          | 5  | expected ) before the next blank
                    ab "c              | 4  | this quote is not closed
                    a ""               | 3  | expected a letter or digit in the quotes
                    "a b"*             | 6  | a phrase cannot have a *
                    a ti*me            | 5  | a * may stand only at the end
                    *                  | 1  | a * may stand only at the end
                    a.*                | 3  | a * may stand only at the end
                    x:*                | 3  | a * may stand only at the end
                    source: a          | 8  | expected a value without a blank
                    source:            | 8  | expected a value without a blank
                    source=a           | 7  | expected one of : >= <= > <
                    severity!=warn     | 9  | expected one of : >= <= > <
                    x>                 | 3  | expected a value without a blank
                    source:a..b        | 8  | expected words of A-Z
                    source:(a or)      | 13 | expected a value of source
                    trace_id:4bf9*     | 10 | expected 32 hex digits
                    trace_id:4bf9      | 10 | expected 32 hex digits
                    span_id>=1         | 1  | expected span_id:value
                    severity:warn*     | 10 | expected TRACE
                    severity:25        | 10 | expected TRACE
                    message>=a         | 1  | expected message:value
                    message:-a         | 9  | expected a word; put the - before
                    x>="7"             | 4  | expected a number, such as >=100
                    x:>=7              | 3  | expected a value; put a text that begins like this
                    x:[1               | 3  | expected a value; put a text that begins like this
                    timestamp>=2026    | 1  | a query does not have the field timestamp
                    a > b              | 3  | expected field>value without blanks
                    a !b               | 3  | expected - or not
                    """)
    void namesTheColumnOfWhatItDoesNotHave(String query, int column, String reason) {
        assertThatThrownBy(() -> QueryParser.parse(query))
                .isInstanceOf(InvalidQueryException.class)
                .hasMessageStartingWith("column " + column + ": " + reason);
    }

    @Test
    void boundsDepthAndTerms() {
        assertThat(QueryParser.parse("(".repeat(20) + "a" + ")".repeat(20))).isNotNull();
        assertThatThrownBy(() -> QueryParser.parse("(".repeat(22) + "a" + ")".repeat(22)))
                .hasMessage("column 22: this is nested more than 20 deep");
        assertThatThrownBy(() -> QueryParser.parse("not ".repeat(200) + "a"))
                .hasMessageEndingWith("this is nested more than 20 deep");
        assertThat(QueryParser.parse("a ".repeat(256))).isNotNull();
        assertThatThrownBy(() -> QueryParser.parse("a ".repeat(257)))
                .hasMessage("column 513: these are more than 256 terms");
    }

    /** Each place where it may be is a condition of the statement. */
    @Test
    void countsANameOfManyDotsAsManyTerms() {
        assertThat(QueryParser.parse("a.b.c.d.e.f:(" + "1 ".repeat(16) + ")")).isNotNull();
        assertThatThrownBy(() -> QueryParser.parse("a.b.c.d.e.f:(" + "1 ".repeat(17) + ")"))
                .hasMessage("column 46: these are more than 256 terms");
        assertThatThrownBy(() -> QueryParser.parse("a.b.c.d.e.f:(" + "a* ".repeat(17) + ")"))
                .hasMessage("column 62: these are more than 256 terms");
        assertThat(QueryParser.parse("a.b:(" + "1 ".repeat(256) + ")")).isNotNull();
    }

    @Test
    void countsEachWordOfAPhraseAndEachCharacterOfARunAsATerm() {
        assertThat(QueryParser.parse("\"" + "a ".repeat(256) + "\"")).isNotNull();
        assertThatThrownBy(() -> QueryParser.parse("\"" + "a ".repeat(257) + "\""))
                .hasMessage("column 1: these are more than 256 terms");
        assertThatThrownBy(() -> QueryParser.parse("東".repeat(256)))
                .hasMessage("column 1: these are more than 256 terms");
    }

    @Test
    void readsOrRefusesWhateverItGets() {
        var random = new Random(7);
        var pieces = List.of(
                "a", "Or", "not", "and", " ", " ", "(", ")", "\"", "-", ":", ">=", "*", "source", "x", "7", "!", "\\",
                "語", "🎉");
        for (int i = 0; i < 20_000; i++) {
            var query = IntStream.range(0, random.nextInt(12))
                    .mapToObj(n -> pieces.get(random.nextInt(pieces.size())))
                    .collect(joining());
            try {
                assertThat(QueryParser.parse(query).as(new Written())).isNotEmpty();
            } catch (InvalidQueryException e) {
                assertThat(e).hasMessageMatching("(?s)column ([1-9]|[1-7]\\d): .{10,}");
            }
        }
    }

    /** A query written as one text. */
    private record Written() implements Query.Cases<String> {

        @Override
        public String and(Query.And and) {
            return joined(" & ", and.parts());
        }

        @Override
        public String or(Query.Or or) {
            return joined(" or ", or.parts());
        }

        private String joined(String operator, List<Query> parts) {
            return parts.stream().map(part -> part.as(this)).collect(joining(operator, "(", ")"));
        }

        @Override
        public String not(Query.Not not) {
            return "!" + not.part().as(this);
        }

        @Override
        public String word(Query.Word word) {
            return word.text();
        }

        @Override
        public String prefix(Query.Prefix prefix) {
            return prefix.text() + "*";
        }

        @Override
        public String phrase(Query.Phrase phrase) {
            var words = phrase.words().as(this);
            return "[" + words.substring(1, words.length() - 1) + "]";
        }

        @Override
        public String severity(Query.SeverityComparison severity) {
            return "severity " + severity.least() + "-" + severity.most();
        }

        @Override
        public String column(Query.ColumnComparison column) {
            return column.column() + "=" + column.value() + (column.isPrefix() ? "*" : "");
        }

        @Override
        public String attribute(Query.AttributeValue attribute) {
            return attribute.name().name() + "=" + attribute.filter().text();
        }

        @Override
        public String attributePrefix(Query.AttributePrefix attribute) {
            return attribute.name().name() + "=" + attribute.beginning() + "**";
        }

        @Override
        public String attributeNumber(Query.AttributeNumber attribute) {
            return attribute.name().name() + attribute.operator().sign() + attribute.number();
        }
    }
}
