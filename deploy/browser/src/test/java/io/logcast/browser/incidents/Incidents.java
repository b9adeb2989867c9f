package io.logcast.browser.incidents;

import io.logcast.model.event.LogEvent;
import io.logcast.model.event.Severity;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Six hours of a shop's events, the same for the same seed and end. Most are healthy; {@link Answers} says what is not. */
public final class Incidents {

    /** The time from the first event to the last. */
    public static final Duration SPAN = Duration.ofHours(6);

    private static final Duration BETWEEN_VISITS = Duration.ofMillis(2_700);
    private static final Duration FAILURES = Duration.ofMinutes(6);
    private static final Duration BETWEEN_WARNINGS = Duration.ofMinutes(30);

    private final Random random;
    private final Instant begin;
    private final Instant end;
    private final Answers answers;
    private final List<LogEvent> events = new ArrayList<>();
    private int order = 48_000;

    /** @param end the time of the last event */
    public Incidents(long seed, Instant end) {
        this.random = new Random(seed);
        this.end = end.truncatedTo(ChronoUnit.SECONDS);
        this.begin = this.end.minus(SPAN);
        this.answers = new Answers(
                within(15, 45),
                "5." + (2 + random.nextInt(7)) + "." + random.nextInt(4),
                within(30, 80),
                one(Vocabulary.REGIONS),
                within(50, 70),
                one(Vocabulary.BANKS),
                within(20, 60),
                "3." + (20 + random.nextInt(30)) + ".0",
                one(Vocabulary.TENANTS),
                "mail-" + (1 + random.nextInt(3)),
                Duration.ofMinutes(17 + random.nextInt(40)).plusSeconds(random.nextInt(60)));
    }

    /** A time between these percents of the span. */
    private Instant within(int from, int to) {
        return begin.plus(SPAN.multipliedBy(from)
                .plus(SPAN.multipliedBy(to - from)
                        .multipliedBy(random.nextInt(100))
                        .dividedBy(100))
                .dividedBy(100));
    }

    public Answers answers() {
        return answers;
    }

    /** All events, by observed time. */
    public List<LogEvent> events() {
        if (events.isEmpty()) {
            for (var time = begin; time.isBefore(end); time = time.plus(BETWEEN_VISITS)) {
                visit(new Visit(time.plusMillis(random.nextInt(2_000))));
            }
            for (var time = begin; time.isBefore(end); time = time.plus(BETWEEN_WARNINGS)) {
                certificates(time.plusSeconds(random.nextInt(60)));
            }
            events.sort(Comparator.comparing(LogEvent::observedTimestamp));
        }
        return events;
    }

    /** One request of a shopper, all of whose events have one trace id. */
    private final class Visit {

        private final String trace = "%016x%016x".formatted(random.nextLong() | 1, random.nextLong());
        private final String tenant = one(Vocabulary.TENANTS);
        private final int number = ++order;
        private Instant time;

        Visit(Instant time) {
            this.time = time;
        }

        void log(String source, Severity severity, String message, Map<String, @Nullable Object> attributes) {
            log(source, severity, message, attributes, Duration.ZERO);
        }

        void log(
                String source,
                Severity severity,
                String message,
                Map<String, @Nullable Object> attributes,
                Duration behind) {
            time = time.plusMillis(2 + random.nextInt(60));
            var own = time.minus(behind).minusMillis(1 + random.nextInt(40));
            var all = new LinkedHashMap<String, @Nullable Object>(attributes);
            all.put("tenant", tenant);
            events.add(new LogEvent(
                    new UUID(random.nextLong(), random.nextLong()),
                    own,
                    time,
                    severity,
                    source,
                    message,
                    all,
                    trace,
                    null));
        }
    }

    private void visit(Visit visit) {
        var path = one(List.of("/search", "/cart", "/checkout", "/checkout"));
        visit.log("edge.gateway", Severity.INFO, "begin " + path, Map.of("host", host("edge", 3)));
        switch (path) {
            case "/search" -> search(visit);
            case "/cart" -> cart(visit);
            default -> checkout(visit);
        }
        if (random.nextInt(40) == 0) {
            noise(visit);
        }
    }

    private void search(Visit visit) {
        // The new version is on half of the machines.
        var host = 1 + random.nextInt(4);
        var isNew = !visit.time.isBefore(answers.slowSince()) && host <= 2;
        long millis = isNew ? 700 + random.nextInt(900) : 15 + random.nextInt(70);
        for (var step : List.of("query parsed", "index read")) {
            visit.log("shop.search", Severity.DEBUG, step, Map.of("host", "search-" + host));
        }
        visit.log(
                "shop.search",
                Severity.INFO,
                "search for '%s' found %d products".formatted(one(Vocabulary.PRODUCTS), random.nextInt(60)),
                Map.of(
                        "host",
                        "search-" + host,
                        "service",
                        Map.of("version", isNew ? answers.slowVersion() : "5.1.7"),
                        "duration_ms",
                        millis));
    }

    private void cart(Visit visit) {
        var isNew = !visit.time.isBefore(answers.badSince());
        var version = isNew ? answers.badVersion() : "3.19.2";
        Map<String, @Nullable Object> attributes =
                Map.of("host", host("cart", 3), "service", Map.of("version", version));
        visit.log("shop.cart", Severity.INFO, "cart opened", attributes);
        if (isNew && visit.tenant.equals(answers.tenant()) && random.nextInt(3) > 0) {
            visit.log("shop.cart", Severity.ERROR, Vocabulary.NO_PRICE_LIST, attributes);
        } else {
            visit.log("shop.cart", Severity.INFO, "cart has %d items".formatted(1 + random.nextInt(9)), attributes);
        }
    }

    private void checkout(Visit visit) {
        var region = one(Vocabulary.REGIONS);
        var isFailing = !visit.time.isBefore(answers.failuresAt())
                && visit.time.isBefore(answers.failuresAt().plus(FAILURES));
        var stock = Map.<String, @Nullable Object>of("region", region, "host", host("stock", 2));
        if (isFailing && region.equals(answers.failuresRegion())) {
            visit.log("shop.stock", Severity.WARN, "reservations dropped to free memory", stock);
            visit.log("shop.cart", Severity.INFO, "cart handed over", Map.of("host", host("cart", 3)));
            visit.log(
                    "shop.orders",
                    Severity.ERROR,
                    "order %d not placed: its reservation is unknown".formatted(visit.number),
                    Map.of("order", (long) visit.number));
            return;
        }
        visit.log("shop.stock", Severity.INFO, "items reserved", stock);
        visit.log("shop.orders", Severity.INFO, "order %d placed".formatted(visit.number), Map.of("order", (long)
                visit.number));
        if (pay(visit)) {
            mail(visit);
        }
    }

    private boolean pay(Visit visit) {
        var bank = one(Vocabulary.BANKS);
        Map<String, @Nullable Object> attributes =
                Map.of("order", (long) visit.number, "bank", bank, "amount", random.nextInt(20_000) / 100.0);
        if (bank.equals(answers.bank()) && !visit.time.isBefore(answers.expiry())) {
            visit.log("shop.payments", Severity.ERROR, Vocabulary.HANDSHAKE, attributes);
            return false;
        }
        if (random.nextInt(60) == 0) {
            visit.log(
                    "shop.payments",
                    Severity.ERROR,
                    "payment of order %d declined".formatted(visit.number),
                    attributes);
            return false;
        }
        visit.log("shop.payments", Severity.INFO, "payment of order %d accepted".formatted(visit.number), attributes);
        return true;
    }

    private void mail(Visit visit) {
        var host = host("mail", 3);
        visit.log(
                "shop.mailer",
                Severity.INFO,
                "confirmation of order %d sent".formatted(visit.number),
                Map.of("order", (long) visit.number, "host", host),
                host.equals(answers.slowClock()) ? answers.behind() : Duration.ZERO);
    }

    private void noise(Visit visit) {
        switch (random.nextInt(4)) {
            case 0 ->
                visit.log(
                        "shop.orders",
                        Severity.WARN,
                        "slow query: %d ms".formatted(400 + random.nextInt(900)),
                        Map.of());
            case 1 ->
                visit.log(
                        "shop.stock",
                        Severity.WARN,
                        "stock of 3 products is low",
                        Map.of("region", one(Vocabulary.REGIONS)));
            case 2 ->
                visit.log(
                        "shop.payments",
                        Severity.WARN,
                        "no answer within 2 s, trying again",
                        Map.of("bank", one(Vocabulary.BANKS)));
            default ->
                visit.log("edge.gateway", Severity.ERROR, "connection reset by peer", Map.of("host", host("edge", 3)));
        }
    }

    /** All are warned of; one is not renewed. */
    private void certificates(Instant time) {
        for (var bank : Vocabulary.BANKS) {
            var visit = new Visit(time);
            var isOurs = bank.equals(answers.bank());
            if (isOurs && time.isBefore(answers.expiry())) {
                visit.log(
                        "edge.certificates",
                        Severity.WARN,
                        "certificate of api.%s.example expires at %s".formatted(bank, answers.expiry()),
                        Map.of());
            } else if (!isOurs) {
                visit.log(
                        "edge.certificates",
                        Severity.INFO,
                        "certificate of api.%s.example is valid for 41 days".formatted(bank),
                        Map.of());
            }
        }
    }

    private String host(String name, int count) {
        return name + "-" + (1 + random.nextInt(count));
    }

    private <T> T one(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
