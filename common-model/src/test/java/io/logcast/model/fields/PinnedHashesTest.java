package io.logcast.model.fields;

import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.model.wire.ContentHash;
import io.logcast.model.wire.Fallbacks;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The hashes of events that were legal before events were read leniently. */
class PinnedHashesTest {

    private static final int HASH_DIGITS = 64;

    static Stream<String> lines() throws IOException {
        try (InputStream file =
                Objects.requireNonNull(PinnedHashesTest.class.getResourceAsStream("/content-hashes.txt"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).lines();
        }
    }

    @ParameterizedTest
    @MethodSource("lines")
    void neverChange(String line) {
        var event = Lenient.readExactly(line.substring(HASH_DIGITS + 1), Fallbacks.NONE);

        assertThat(HexFormat.of().formatHex(ContentHash.of(event))).isEqualTo(line.substring(0, HASH_DIGITS));
    }
}
