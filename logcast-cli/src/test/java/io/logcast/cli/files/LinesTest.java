package io.logcast.cli.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinesTest {

    @Test
    void aLineBeginsAtItsOffsetAndHasNoLineBreak() {
        var lines = lines("one\r\n\n \t\ntwo\nrest", 100, false);

        assertThat(lines.lines()).extracting(Line::offset).containsExactly(100L, 109L);
        assertThat(texts(lines)).containsExactly("one", "two");
        assertThat(lines.length()).isEqualTo("one\r\n\n \t\ntwo\n".length());
    }

    @Test
    void theLastLineNeedsNoLineBreakAtTheEnd() {
        assertThat(texts(lines("one\nrest", 0, true))).containsExactly("one", "rest");
        assertThat(lines("", 0, true).lines()).isEmpty();
    }

    @Test
    void aByteOrderMarkIsLeftOut() {
        assertThat(texts(lines("\uFEFFone\n", 0, false))).containsExactly("one");
        assertThat(texts(lines("\uFEFF\n", 0, false))).isEmpty();
        assertThat(texts(lines("\uFEFFone\n", 1, false))).containsExactly("\uFEFFone");
    }

    @Test
    void bytesThatAreNotUtf8StayAsTheyAre() {
        var lines = Lines.of(new byte[] {(byte) 0xFF, (byte) 0xC3, '\n'}, 3, 0, false);

        assertThat(lines.lines().get(0).text()).containsExactly(0xFF, 0xC3);
    }

    @Test
    void aVeryLongLineIsCutAtTheEndOfACharacterAndAlikeHoweverItIsRead() {
        var text = "€".repeat(Lines.MAX_BYTES) + "\n";

        // At once, and in the pieces in which it was written
        var whole = lines(text, 0, false);
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        var written = Lines.of(bytes, Lines.MAX_BYTES + 1, 0, false);

        assertThat(String.join("", texts(whole))).isEqualTo(text.strip()).doesNotContain("\uFFFD");
        assertThat(whole.lines()).allSatisfy(line -> assertThat(line.text()).hasSizeLessThanOrEqualTo(Lines.MAX_BYTES));
        assertThat(written.lines()).hasSize(1);
        assertThat(written.lines().get(0).text()).isEqualTo(whole.lines().get(0).text());
    }

    @Test
    void shortLinesAreReadInSeveralPieces() {
        var text = "x\n".repeat(Lines.MAX_COUNT + 1);

        assertThat(lines(text, 0, false).length()).isEqualTo(2 * Lines.MAX_COUNT);
    }

    private static Lines lines(String text, long offset, boolean isEnd) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        return Lines.of(bytes, bytes.length, offset, isEnd);
    }

    private static List<String> texts(Lines lines) {
        return lines.lines().stream()
                .map(line -> new String(line.text(), StandardCharsets.UTF_8))
                .toList();
    }
}
