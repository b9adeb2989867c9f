package io.logcast.browser.incidents;

import java.util.List;

/** What the shop's events are made of. */
final class Vocabulary {

    static final List<String> TENANTS =
            List.of("acme", "globex", "initech", "umbrella", "stark", "wayne", "tyrell", "cyberdyne");
    static final List<String> REGIONS = List.of("eu-1", "eu-2", "us-1", "us-2", "ap-1");
    static final List<String> BANKS = List.of("northbank", "southbank", "eastbank", "westbank");
    static final List<String> PRODUCTS = List.of("red shoes", "kettle", "Fahrrad", "東京 map", "desk lamp", "café table");
    static final String HANDSHAKE = "payment failed\njavax.net.ssl.SSLHandshakeException: PKIX path validation failed\n"
            + "\tat shop.payments.BankClient.charge(BankClient.java:88)\n"
            + "\tat shop.payments.PaymentService.pay(PaymentService.java:41)";
    static final String NO_PRICE_LIST = "cart not shown\njava.lang.NullPointerException: priceList is null\n"
            + "\tat shop.cart.Prices.of(Prices.java:57)\n"
            + "\tat shop.cart.CartPage.render(CartPage.java:132)\n"
            + "\tat shop.cart.CartResource.get(CartResource.java:30)";

    private Vocabulary() {}
}
