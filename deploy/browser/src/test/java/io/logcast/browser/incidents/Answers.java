package io.logcast.browser.incidents;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What is hidden in the events of a seed.
 *
 * @param slowSince since when some answers of shop.search have taken about a second
 * @param slowVersion the version that gives them
 * @param failuresAt when orders began to fail, for a few minutes
 * @param failuresRegion the region whose stock was dropped before, which shop.stock warned of in the same traces
 * @param expiry when the certificate of a bank expired, and its payments began to fail
 * @param bank the bank
 * @param badSince since when a version of shop.cart has failed for one tenant
 * @param badVersion the version
 * @param tenant the tenant
 * @param slowClock the machine whose own times differ from the observed ones
 * @param behind by how much
 */
public record Answers(
        Instant slowSince,
        String slowVersion,
        Instant failuresAt,
        String failuresRegion,
        Instant expiry,
        String bank,
        Instant badSince,
        String badVersion,
        String tenant,
        String slowClock,
        Duration behind) {

    /** What somebody who does not know the answers is asked. */
    public static final List<String> QUESTIONS = List.of(
            "Shoppers say that the product search (shop.search) has become slow. No errors. Since when, and what do the slow answers have in common?",
            "Orders failed for a few minutes (shop.orders). What caused it, and where?",
            "Payments with one bank fail. Which bank, since when, and why? When could we have known?",
            "Some shoppers cannot see their cart (shop.cart). Which of our tenants are affected, and since which version?",
            "A shopper has a confirmation that says it was sent long before he ordered. Which machine is wrong, and by how much?");

    @Override
    public String toString() {
        return """
                1 shop.search has been slow since %s; the slow answers are of version %s
                2 orders failed at %s, since stock of region %s had been dropped: shop.stock warns of it in the same traces
                3 payments with %s fail since %s, when its certificate expired; edge.certificates warned of it every half hour
                4 shop.cart fails for tenant %s since %s, with version %s
                5 the clock of %s is %s behind
                """.formatted(
                        slowSince,
                        slowVersion,
                        failuresAt,
                        failuresRegion,
                        bank,
                        expiry,
                        tenant,
                        badSince,
                        badVersion,
                        slowClock,
                        behind);
    }
}
