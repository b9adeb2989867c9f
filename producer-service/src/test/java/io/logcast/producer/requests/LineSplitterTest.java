package io.logcast.producer.requests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineSplitterTest {

    private static final int MAX = 8;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 100})
    void cutsTheSameLinesWhateverTheChunks(int chunk) {
        // When
        var lines = lines("one\n\ntwo\r\nthe third\n12345678\n123456789\nlast", chunk);
        // Then
        assertThat(lines).containsExactly("1:one", "2:", "3:two\r", "4 too long", "5:12345678", "6 too long", "7:last");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 100})
    void skipsAByteOrderMarkAtTheBeginningAlone(int chunk) {
        assertThat(lines("\uFEFFone\n\uFEFFtwo", chunk)).containsExactly("1:one", "2:\uFEFFtwo");
        assertThat(lines("\uFEFF", chunk)).containsExactly("1:");
    }

    @Test
    void findsNoLineBehindTheLastLineFeed() {
        assertThat(lines("one\n", 100)).containsExactly("1:one");
        assertThat(lines("", 100)).isEmpty();
    }

    @Test
    void keepsNothingOfALineThatIsTooLong() {
        assertThat(lines("x".repeat(1000), 3)).containsExactly("1 too long");
    }

    private static List<String> lines(String text, int chunk) {
        var splitter = new LineSplitter(MAX);
        var lines = new ArrayList<String>();
        for (int start = 0; start < text.length(); start += chunk) {
            var part = text.substring(start, Math.min(start + chunk, text.length()));
            splitter.feed(part.getBytes(StandardCharsets.UTF_8));
            for (var line = splitter.next(); line != null; line = splitter.next()) {
                lines.add(shown(line));
            }
        }
        var last = splitter.last();
        if (last != null) {
            lines.add(shown(last));
        }
        return lines;
    }

    private static String shown(Line line) {
        return line.isTooLong()
                ? line.number() + " too long"
                : line.number() + ":" + new String(line.bytes(), line.offset(), line.length(), StandardCharsets.UTF_8);
    }
}
