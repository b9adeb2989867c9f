package io.logcast.model.wire;

import static io.logcast.model.LogEventFixtures.anEvent;
import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.model.event.LogEvent;
import io.logcast.model.event.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever event there is, it is read as it was written. */
class RoundTripTest {

    private static final int EVENTS = 1000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void readsWhatItWrote(long seed) {
        // Given
        var random = new RandomEvents(new Random(seed));
        var events = Stream.generate(random::event).limit(EVENTS).toList();

        // When
        var content = LogMessage.read(LogEventWriter.jsonLines(events));

        // Then
        assertThat(content.unreadable()).isEmpty();
        assertThat(content.events()).isEqualTo(events);
        assertThat(hashes(content.events())).isEqualTo(hashes(events));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x"})
    void readsTheMostValuesThatAnEventMayHave(String value) {
        // Given
        var event =
                anEvent().attribute("k", Collections.nCopies(65_536 - 9, value)).build();
        // When
        var content = LogMessage.read(LogEventWriter.jsonLines(List.of(event)));
        // Then
        assertThat(content.unreadable()).isEmpty();
        assertThat(content.events()).containsExactly(event);
    }

    private static List<String> hashes(List<LogEvent> events) {
        return events.stream()
                .map(ContentHash::of)
                .map(HexFormat.of()::formatHex)
                .toList();
    }

    private record RandomEvents(Random random) {

        LogEvent event() {
            return anEvent()
                    .id(new UUID(random.nextLong(), random.nextLong()))
                    .timestamp(maybe() ? null : instant())
                    .observedTimestamp(instant())
                    .severity(Severity.values()[random.nextInt(24)])
                    .source("s".repeat(1 + random.nextInt(64)) + ".x-_9")
                    .message(text(random.nextInt(100) == 0 ? 16_000 : 200))
                    .attributes(maybe() ? Map.of() : map(3))
                    .traceId(maybe() ? null : hex(16))
                    .spanId(maybe() ? null : hex(8))
                    .build();
        }

        private boolean maybe() {
            return random.nextBoolean();
        }

        private Instant instant() {
            return Instant.ofEpochSecond(0, random.nextLong() & Long.MAX_VALUE);
        }

        private String hex(int length) {
            var bytes = new byte[length];
            random.nextBytes(bytes);
            return HexFormat.of().formatHex(bytes);
        }

        private String text(int maxCodePoints) {
            return random.ints(random.nextInt(maxCodePoints), 0, 6)
                    .map(this::codePoint)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
        }

        private int codePoint(int range) {
            return switch (range) {
                case 0 -> 1 + random.nextInt(0x1F);
                case 1 -> 0x80 + random.nextInt(0x780);
                case 2 -> 0x800 + random.nextInt(0xD000);
                case 3 -> 0xE000 + random.nextInt(0x2000);
                case 4 -> 0x10000 + random.nextInt(0x100000);
                default -> ' ' + random.nextInt(0x60);
            };
        }

        private Map<String, @Nullable Object> map(int depth) {
            var map = new LinkedHashMap<String, @Nullable Object>();
            for (int i = random.nextInt(5); i > 0; i--) {
                map.put(i + text(20), value(depth));
            }
            return map;
        }

        private List<@Nullable Object> list(int depth) {
            var list = new ArrayList<@Nullable Object>();
            for (int i = random.nextInt(5); i > 0; i--) {
                list.add(value(depth));
            }
            return list;
        }

        private @Nullable Object value(int depth) {
            return switch (random.nextInt(depth > 0 ? 8 : 6)) {
                case 0 -> null;
                case 1 -> maybe();
                case 2 -> random.nextLong() >> random.nextInt(64);
                case 3 -> finite(Double.longBitsToDouble(random.nextLong()));
                case 4 -> random.nextInt(1000) / 8.0;
                case 5 -> text(50);
                case 6 -> map(depth - 1);
                default -> list(depth - 1);
            };
        }

        private static double finite(double number) {
            return Double.isFinite(number) ? number : 0.0;
        }
    }
}
