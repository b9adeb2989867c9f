package io.logcast.browser;

import java.util.List;
import java.util.Random;

/** Events of a shop, as its services could log them: with stack traces, long lines, nested attributes and several scripts. */
final class Shop {

    private static final String STACK_TRACE = "Charge failed for order %d\\n"
            + "java.net.SocketTimeoutException: Read timed out after 5000 ms\\n"
            + "\\tat java.base/sun.nio.ch.NioSocketImpl.timedRead(NioSocketImpl.java:283)\\n"
            + "\\tat shop.payments.CardClient.charge(CardClient.java:118)\\n"
            + "\\tat shop.payments.PaymentService.pay(PaymentService.java:64)\\n"
            + "\\tat shop.payments.PaymentResource.post(PaymentResource.java:41)\\n"
            + "Caused by: javax.net.ssl.SSLException: Connection reset by peer\\n"
            + "\\t... 27 more";
    private static final String SQL = "slow query (1843 ms): select o.id, o.total, c.name, c.country from orders o join"
            + " customers c on c.id = o.customer_id left join shipments s on s.order_id = o.id where o.state = 'open' and"
            + " o.placed_at > now() - interval '30 days' and c.country in ('DE', 'FR', 'JP') order by o.placed_at desc limit 500";
    private static final List<String> TENANTS = List.of("acme", "globex", "initech");
    private static final List<String> CITIES = List.of("Zürich", "東京", "São Paulo", "Kraków", "القاهرة");

    private final Random random = new Random(7);
    private int order = 4_700;

    /** The JSON of an event; nearly all of an incident are failures. */
    String event(boolean isIncident) {
        order++;
        var kind = random.nextInt(100);
        if (isIncident && kind < 55) {
            return kind < 40
                    ? failure()
                    : event("shop.web", "ERROR", "POST /checkout 502 in 5012 ms", http("/checkout", 502, 5_012));
        }
        if (kind < 50) {
            var millis = 5 + random.nextInt(90);
            return event("shop.web", "INFO", "GET /cart 200 in " + millis + " ms", http("/cart", 200, millis));
        }
        if (kind < 68) {
            return event("shop.payments", "INFO", "payment of order " + order + " accepted", "\"order\":" + order);
        }
        if (kind < 78) {
            var city = CITIES.get(random.nextInt(CITIES.size()));
            return event("shop.shipping", "INFO", "parcel for " + city + " handed over ✓", "\"city\":\"" + city + "\"");
        }
        if (kind < 88) {
            return event(
                    "shop.web",
                    "DEBUG",
                    "cache miss for cart " + Integer.toHexString(random.nextInt()),
                    "\"cache\":\"carts\"");
        }
        if (kind < 95) {
            return event("shop.orders", "WARN", SQL, "\"db\":{\"pool\":\"main\",\"rows\":500}");
        }
        return kind < 98
                ? failure()
                : event("shop.ledger", "FATAL", "ledger and bank disagree by 12.50 €, stopped", "\"batch\":17");
    }

    private String failure() {
        return event("shop.payments", "ERROR", STACK_TRACE.formatted(order), "\"order\":" + order + ",\"retry\":false");
    }

    private static String http(String path, int status, int millis) {
        return "\"http\":{\"method\":\"GET\",\"path\":\"%s\",\"status\":%d},\"millis\":%d"
                .formatted(path, status, millis);
    }

    private String event(String source, String severity, String message, String attributes) {
        return """
                {"source":"%s","severity":"%s","message":"%s","trace_id":"%016x%016x",\
                "attributes":{"tenant":"%s","host":"node-%d",%s}}""".formatted(
                        source,
                        severity,
                        message,
                        random.nextLong(),
                        random.nextLong(),
                        TENANTS.get(random.nextInt(TENANTS.size())),
                        1 + random.nextInt(3),
                        attributes);
    }
}
