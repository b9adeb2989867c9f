package io.logcast.e2e;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Random events, and random subscriptions with a simple model of what each of them gets. */
final class RandomSubscriptions {

    private static final List<String> WORDS = List.of("payments", "orders", "api", "db", "kern");
    private static final List<String> SEVERITIES = List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL");
    private static final List<Object> TENANTS = List.of("acme", "globex", "1", 1L, 1.5, true);
    private static final List<Object> ENVIRONMENTS = List.of("prod", "test");

    private final Random random;

    RandomSubscriptions(long seed) {
        this.random = new Random(seed);
    }

    /** The parts of an event that the broker routes by. */
    record Event(String id, String source, String severity, Map<String, Object> attributes) {

        String routingKey() {
            var range = severity.replaceAll("\\d", "").toLowerCase(Locale.ROOT);
            return source + "." + range;
        }

        Map<String, Object> json() {
            return Map.of(
                    "id", id, "source", source, "severity", severity, "attributes", attributes, "message", "an event");
        }
    }

    /** A subscription's definition, and a predicate for the events that it gets. */
    record Case(Map<String, Object> definition, Predicate<Event> gets) {}

    Event event() {
        var attributes = new LinkedHashMap<String, Object>();
        sometimes(() -> attributes.put("tenant", one(TENANTS)));
        sometimes(() -> attributes.put("env", one(ENVIRONMENTS)));
        sometimes(() -> attributes.put("order", random.nextInt(100)));
        var id = new UUID(random.nextLong(), random.nextLong());
        var severity = one(SEVERITIES) + (random.nextInt(4) == 0 ? "2" : "");
        return new Event(id.toString(), words(3), severity, attributes);
    }

    Case subscription() {
        var durable = random.nextBoolean();
        return switch (random.nextInt(4)) {
            case 0 -> new Case(definition(durable, Map.of("type", "all")), event -> true);
            case 1 -> severities(durable);
            case 2 -> patterns(durable);
            default -> attributes(durable);
        };
    }

    private Case severities(boolean durable) {
        var wanted = some(3, () -> one(SEVERITIES));
        return new Case(
                definition(durable, Map.of("type", "severities", "severities", wanted)),
                event -> wanted.contains(event.severity().replace("2", "")));
    }

    private Case patterns(boolean durable) {
        var patterns = some(3, this::pattern);
        return new Case(
                definition(durable, Map.of("type", "patterns", "patterns", patterns)),
                event -> patterns.stream()
                        .anyMatch(pattern -> matches(
                                List.of(pattern.split("\\.")),
                                List.of(event.routingKey().split("\\.")))));
    }

    private Case attributes(boolean durable) {
        var wanted = new LinkedHashMap<String, Object>();
        wanted.put("tenant", one(TENANTS));
        sometimes(() -> wanted.put("env", one(ENVIRONMENTS)));
        var all = random.nextBoolean();
        return new Case(
                definition(durable, Map.of("type", "attributes", "attributes", wanted, "match", all ? "all" : "any")),
                event -> {
                    Predicate<Map.Entry<String, Object>> has =
                            entry -> entry.getValue().equals(event.attributes().get(entry.getKey()));
                    return all
                            ? wanted.entrySet().stream().allMatch(has)
                            : wanted.entrySet().stream().anyMatch(has);
                });
    }

    private static Map<String, Object> definition(boolean durable, Map<String, Object> binding) {
        return Map.of("binding", binding, "durable", durable);
    }

    /** As in AMQP: a star stands for one word, a hash for any number of words. */
    private static boolean matches(List<String> pattern, List<String> words) {
        if (pattern.isEmpty()) {
            return words.isEmpty();
        }
        var rest = pattern.subList(1, pattern.size());
        if (pattern.get(0).equals("#")) {
            return IntStream.rangeClosed(0, words.size())
                    .anyMatch(skipped -> matches(rest, words.subList(skipped, words.size())));
        }
        return !words.isEmpty()
                && (pattern.get(0).equals("*") || pattern.get(0).equals(words.get(0)))
                && matches(rest, words.subList(1, words.size()));
    }

    private String pattern() {
        var parts = new ArrayList<>(List.of(words(3).split("\\.")));
        parts.add(one(SEVERITIES).toLowerCase(Locale.ROOT));
        parts.replaceAll(part -> switch (random.nextInt(4)) {
            case 0 -> "*";
            case 1 -> "#";
            default -> part;
        });
        return String.join(".", parts);
    }

    private String words(int most) {
        return String.join(".", some(most, () -> one(WORDS)));
    }

    private <T> List<T> some(int most, Supplier<T> element) {
        return Stream.generate(element).limit(1 + random.nextInt(most)).toList();
    }

    private <T> T one(List<T> elements) {
        return elements.get(random.nextInt(elements.size()));
    }

    private void sometimes(Runnable action) {
        if (random.nextInt(3) > 0) {
            action.run();
        }
    }
}
