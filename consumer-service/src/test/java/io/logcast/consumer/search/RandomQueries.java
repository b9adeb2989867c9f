package io.logcast.consumer.search;

import io.logcast.model.event.LogEvent;
import io.logcast.model.event.Severity;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Makes events and queries from the same few texts, so that most queries match some events, but not all. */
final class RandomQueries {

    private static final List<String> TEXTS = List.of(
            "card",
            "Declined",
            "Timeout",
            "java.lang.TimeoutException",
            "HTTPServer",
            "payments-api",
            "10.2.3.4",
            "résumé",
            "RE\u0301SUME\u0301",
            "Grüße",
            "GRÜSSE",
            "東京",
            "日本語",
            "東",
            "エラーTimeout",
            "서버",
            "ΟΔΟΣ",
            "οδός",
            "x_y",
            "it's",
            "İstanbul",
            "ﬁle",
            "K\u212A",
            "豈",
            "²x",
            "e\u0301\u0323",
            "\uD835\uDC9C",
            "-b",
            "or",
            "NOT");
    private static final List<String> BETWEEN =
            List.of(" ", " ", ", ", "-", "\n", "", "。", "—", "/", " 🎉 ", "\t(", "¿");
    private static final List<String> SOURCES =
            List.of("payments", "payments.api", "payments.api.db", "shop", "shop-web");
    private static final List<String> TRACES = List.of("ab".repeat(16), "0c".repeat(16));
    private static final List<String> SPANS = List.of("ab".repeat(8), "0c".repeat(8));
    private static final List<Object> VALUES = List.of(
            7L,
            -7L,
            7.0,
            1e300,
            0.1,
            -0.0,
            1e-9,
            Long.MAX_VALUE,
            "7",
            "acme",
            "Acme",
            "acme corp",
            "true",
            true,
            false,
            "",
            "é",
            "\"\\%_",
            List.of(7L, "acme"),
            Map.of("a", 7L));
    private static final List<String> NAMES = List.of("order", "tenant", "http.status", "http.status.code", "0", "a b");
    private static final List<String> OPERATORS = List.of(":", ":", ">=", "<=", ">", "<");

    private final Random random;

    RandomQueries(long seed) {
        this.random = new Random(seed);
    }

    List<LogEvent> events(int count) {
        return IntStream.range(0, count).mapToObj(this::event).toList();
    }

    private LogEvent event(int number) {
        return new LogEvent(
                new UUID(0, number),
                null,
                Instant.EPOCH.plusSeconds(number),
                one(List.of(Severity.values())),
                one(SOURCES),
                text(random.nextInt(6)),
                attributes(),
                random.nextBoolean() ? null : one(TRACES),
                random.nextBoolean() ? null : one(SPANS));
    }

    private String text(int fragments) {
        var text = new StringBuilder();
        for (int i = 0; i < fragments; i++) {
            text.append(one(TEXTS)).append(one(BETWEEN));
        }
        return text.toString();
    }

    private Map<String, @Nullable Object> attributes() {
        var attributes = new LinkedHashMap<String, @Nullable Object>();
        for (int i = random.nextInt(4); i > 0; i--) {
            attributes.put(one(NAMES), random.nextInt(8) == 0 ? null : one(VALUES));
        }
        if (random.nextInt(3) == 0) {
            attributes.put("http", nested());
        }
        if (random.nextInt(6) == 0) {
            attributes.put("http.status", Map.of("code", one(VALUES)));
        }
        return attributes;
    }

    private Map<String, Object> nested() {
        var value = one(VALUES);
        return one(List.of(
                Map.of("status", value), Map.of("status", Map.of("code", value)), Map.of("status.code", value)));
    }

    /** A random query. */
    String query() {
        return any(3);
    }

    private String any(int depth) {
        return random.nextInt(3) > 0 ? all(depth) : all(depth) + one(List.of(" or ", " OR ")) + all(depth);
    }

    private String all(int depth) {
        return random.nextBoolean() ? one(depth) : one(depth) + one(List.of(" ", " and ")) + one(depth);
    }

    private String one(int depth) {
        return switch (random.nextInt(depth > 0 ? 12 : 9)) {
            case 0, 1 -> quotedIfItIsNoWord(one(TEXTS));
            case 2, 3 -> "\"" + text(1 + random.nextInt(3)) + "\"";
            case 4 -> beginning(one(TEXTS)) + "*";
            case 5 -> "severity" + one(OPERATORS) + one(List.of("warn", "info3", "17", "trace", "fatal"));
            case 6 -> one(List.of("source:" + one(SOURCES), "source:(shop* or payments.*)", "source:pay*"));
            case 7 -> one(List.of("trace_id:" + one(TRACES), "span_id:" + one(SPANS)));
            case 8 -> attribute();
            case 9 -> "(" + any(depth - 1) + ")";
            case 10 -> "-" + "(" + any(depth - 1) + ")";
            default -> "not " + one(depth - 1);
        };
    }

    private static String quotedIfItIsNoWord(String text) {
        return List.of("or", "NOT").contains(text) ? "\"" + text + "\"" : text;
    }

    private String beginning(String text) {
        var letters = text.codePoints().filter(Character::isLetterOrDigit).toArray();
        return new String(letters, 0, 1 + random.nextInt(letters.length));
    }

    private String attribute() {
        var name = "\"" + one(NAMES) + "\"";
        return switch (random.nextInt(3)) {
            case 0 -> name + ":" + one(List.of("7", "7.00", "acme", "true", "1E300", "-0", "0.1"));
            case 1 -> name + ":" + one(List.of("\"acme corp\"", "\"7\"", "\"\\\"\\\\%_\"", "ac*", "é*"));
            default -> name + one(List.of(">=", "<=", ">", "<")) + one(List.of("7", "0", "1e10", "-7.5", "1e-10"));
        };
    }

    private <T> T one(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
