package io.logcast.producer.encodings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DecodingTest {

    private static final byte[] SHORT = "Grüße\n".getBytes(StandardCharsets.UTF_8);

    static Stream<Arguments> encodedBodies() {
        return Stream.of(SHORT, new byte[0], lines(3_000), noise(300_000), new byte[500_000], mixed())
                .flatMap(content -> Stream.concat(
                        Stream.of(
                                arguments(ContentCoding.GZIP, content, Encoded.gzip(content)),
                                arguments(ContentCoding.DEFLATE, content, Encoded.deflate(content, false)),
                                arguments(ContentCoding.DEFLATE, content, Encoded.deflate(content, true))),
                        IntStream.of(-5, 1, 3, 9, 19)
                                .mapToObj(level ->
                                        arguments(ContentCoding.ZSTD, content, Zstd.compress(content, level)))));
    }

    @ParameterizedTest
    @MethodSource("encodedBodies")
    void decodesWhatOthersEncoded(ContentCoding coding, byte[] content, byte[] encoded) {
        for (var chunk : List.of(encoded.length, 1_000, 7)) {
            assertThat(decode(coding, encoded, Math.max(1, chunk))).isEqualTo(content);
        }
    }

    @Test
    void tellsWhetherABlockOfZstdHasBegun() throws IOException {
        // Given: a body from a client that flushes after each line
        var encoded = new ByteArrayOutputStream();
        try (var zstd = new ZstdOutputStream(encoded);
                var decoding = ContentCoding.ZSTD.open()) {
            for (int line = 0; line < 3; line++) {
                encoded.reset();
                zstd.write(SHORT);
                zstd.flush();
                var bytes = encoded.toByteArray();
                // When
                for (int i = 0; i < bytes.length; i++) {
                    // After the frame's header, no block has begun yet.
                    assertThat(line == 0 || decoding.isInBlock() == (i > 0))
                            .as("line %d, byte %d", line, i)
                            .isTrue();
                    decoding.feed(new byte[] {bytes[i]});
                    assertThat(decoding.next() != null).isEqualTo(i == bytes.length - 1);
                }
                // Then
                assertThat(decoding.isInBlock()).isFalse();
            }
        }
    }

    /** Lines, noise and repetition in turns, longer than the window of the lower levels. */
    private static byte[] mixed() {
        var out = new ByteArrayOutputStream();
        for (int i = 0; i < 8; i++) {
            out.writeBytes(lines(2_000));
            out.writeBytes(noise(50_000));
            out.writeBytes(new byte[i * 1_000]);
        }
        return out.toByteArray();
    }

    private static byte[] lines(int count) {
        var random = new Random(count);
        var text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append("{\"message\":\"order ").append(random.nextInt(100_000)).append(" shipped\",\"source\":\"s");
            text.append(random.nextInt(20)).append("\"}\n");
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] noise(int length) {
        var bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    @Test
    void decodesZstdWithChecksumsLongWindowsAndSeveralFrames() throws IOException {
        // Given
        var content = mixed();
        var out = new ByteArrayOutputStream();
        try (var zstd = new ZstdOutputStream(out, 6)) {
            zstd.setChecksum(true);
            zstd.setLong(23);
            zstd.write(content);
        }
        // A skippable frame, and another one.
        out.writeBytes(new byte[] {0x50, 0x2A, 0x4D, 0x18, 2, 0, 0, 0, 1, 2});
        out.writeBytes(Zstd.compress(SHORT));
        // When
        var decoded = decode(ContentCoding.ZSTD, out.toByteArray(), 10_000);
        // Then
        assertThat(decoded).startsWith(content).endsWith(SHORT).hasSize(content.length + SHORT.length);
    }

    @Test
    void decodesSeveralMembersOfGzipAndWhatPadsThem() {
        // Given
        var out = new ByteArrayOutputStream();
        out.writeBytes(Encoded.gzip(SHORT));
        // With all optional fields of a header.
        out.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, 30, 0, 0, 0, 0, 0, 0, 2, 0, 1, 2, 'n', 0, 'c', 0, 3, 4});
        var gzip = Encoded.gzip(SHORT);
        out.write(gzip, 10, gzip.length - 10);
        out.writeBytes(new byte[20]);
        // When
        var decoded = decode(ContentCoding.GZIP, out.toByteArray(), 1);
        // Then
        assertThat(new String(decoded, StandardCharsets.UTF_8)).isEqualTo("Grüße\nGrüße\n");
    }

    /** Otherwise lines would wait until the window is full. */
    @Test
    void handsOutABlockOfZstdAsSoonAsItIsThere() throws IOException {
        // Given
        var out = new ByteArrayOutputStream();
        try (var zstd = new ZstdOutputStream(out);
                var decoding = ContentCoding.ZSTD.open()) {
            for (int i = 0; i < 3; i++) {
                // When
                zstd.write(SHORT);
                zstd.flush();
                decoding.feed(out.toByteArray());
                out.reset();
                // Then
                assertThat(decoding.next()).isEqualTo(SHORT);
                assertThat(decoding.next()).isNull();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"GZIP", "DEFLATE", "ZSTD"})
    void saysThatABodyIsCutWhereverItIs(ContentCoding coding) {
        var encoded = Encoded.in(coding.name().toLowerCase(java.util.Locale.ROOT), "Hello World!\n".repeat(20));
        for (int length = 0; length < encoded.length; length++) {
            var cut = Arrays.copyOf(encoded, length);
            assertThatThrownBy(() -> decode(coding, cut, 1_000))
                    .isInstanceOf(BrokenEncodingException.class)
                    .hasMessageStartingWith("The body ended before the end of its ");
        }
    }

    @ParameterizedTest
    @CsvSource({"GZIP", "DEFLATE", "ZSTD"})
    void refusesBrokenBodiesAndNeverFailsInAnotherWay(ContentCoding coding) throws IOException {
        // Given
        var encoded = coding == ContentCoding.ZSTD
                ? Zstd.compress(lines(500), 3)
                : Encoded.in(
                        coding.name().toLowerCase(java.util.Locale.ROOT),
                        new String(lines(500), StandardCharsets.UTF_8));
        var random = new Random(1);
        for (int i = 0; i < 3_000; i++) {
            var broken = encoded.clone();
            for (int j = random.nextInt(3); j >= 0; j--) {
                broken[random.nextInt(i % 2 == 0 ? broken.length : 40)] = (byte) random.nextInt();
            }
            // When
            try {
                decode(coding, broken, 5_000);
            } catch (BrokenEncodingException e) {
                // Then
                assertThat(e).hasMessageContaining("body");
            }
        }
    }

    @Test
    void noticesAWrongChecksum() throws IOException {
        // Given
        var out = new ByteArrayOutputStream();
        try (var zstd = new ZstdOutputStream(out)) {
            zstd.setChecksum(true);
            zstd.write(SHORT);
        }
        var wrong = out.toByteArray();
        wrong[wrong.length - 1]++;
        var gzip = Encoded.gzip(SHORT);
        gzip[gzip.length - 6]++;
        // Then
        assertThatThrownBy(() -> decode(ContentCoding.ZSTD, wrong, 1_000)).hasMessageContaining("checksum");
        assertThatThrownBy(() -> decode(ContentCoding.GZIP, gzip, 1_000)).hasMessageContaining("checksum");
    }

    @Test
    void holdsOfABlockOfZstdWhatHasCome() {
        try (var decoding = ContentCoding.ZSTD.open()) {
            assertThat(decoding.held()).isLessThan(1_000);
            // When: the header of a frame, the header of a raw block of 128 KiB, and part of the block
            decoding.feed(new byte[] {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 0, 13 << 3, 0, 0, 0x10, 1, 2, 3});
            // Then
            assertThat(decoding.next()).isNull();
            assertThat(decoding.held()).isLessThan(1_000);
        }
    }

    @Test
    void holdsNoWindowOfZstdBetweenFrames() {
        try (var decoding = ContentCoding.ZSTD.open()) {
            // Given
            var frame = Zstd.compress(mixed());
            feedAll(decoding, Arrays.copyOf(frame, frame.length - 1));
            assertThat(decoding.held()).isGreaterThan(1_000_000);
            // When
            feedAll(decoding, Arrays.copyOfRange(frame, frame.length - 1, frame.length));
            // Then
            decoding.end();
            assertThat(decoding.held()).isLessThan(300_000);
        }
    }

    private static void feedAll(Decoding decoding, byte[] bytes) {
        decoding.feed(bytes);
        var piece = decoding.next();
        while (piece != null) {
            piece = decoding.next();
        }
    }

    @Test
    void refusesAWindowOfMoreThan8MiBBeforeItIsHeld() {
        // Given: the magic number, a descriptor without sizes, a window of 16 MiB
        var frame = new byte[] {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 0, 14 << 3};
        // Then
        assertThatThrownBy(() -> decode(ContentCoding.ZSTD, frame, 1_000)).hasMessageContaining("8388608 bytes");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            delimiter = '|',
            value = {
                "identity|IDENTITY",
                "GZip|GZIP",
                "x-gzip|GZIP",
                "identity, deflate|DEFLATE",
                "zstd|ZSTD",
                "br|none",
                "gzip, gzip|none",
                "gzip, zstd|none"
            })
    void knowsItsCodingsOneAtATime(String header, ContentCoding coding) {
        assertThat(ContentCoding.of(List.of(header))).isEqualTo(coding);
    }

    private static byte[] decode(ContentCoding coding, byte[] encoded, int chunk) {
        var out = new ByteArrayOutputStream();
        try (var decoding = coding.open()) {
            for (int start = 0; start < encoded.length; start += chunk) {
                decoding.feed(Arrays.copyOfRange(encoded, start, Math.min(encoded.length, start + chunk)));
                for (var piece = decoding.next(); piece != null; piece = decoding.next()) {
                    out.writeBytes(piece);
                }
            }
            decoding.end();
        }
        return out.toByteArray();
    }
}
