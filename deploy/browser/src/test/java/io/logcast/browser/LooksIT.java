package io.logcast.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Screenshots of every view, wide and narrow, light and dark. Not compared with anything: they are for people. */
class LooksIT extends OpenPageTest {

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    /** With -Ddocs.write, the image in the documentation is written anew. */
    private static final boolean WRITES_DOCS = System.getProperty("docs.write") != null;

    private static final int SECONDS = 40;
    private static final int EVENTS_A_SECOND = 8;

    private final Shop shop = new Shop();

    @Test
    void looksLikeThis() {
        // Given: events over a while, for the chart
        openLive("?source=shop.");
        var from = Instant.now();
        for (int second = 0; second < SECONDS; second++) {
            for (int i = 0; i < EVENTS_A_SECOND; i++) {
                site.post(shop.event(second > 22 && second < 30));
            }
            page.waitForTimeout(900);
        }
        assertThat(rows()).not().hasCount(0);
        site.put("/api/v1/searches/checkout%20failures", """
                {"parameters":{"q":"severity>=error checkout","from":"-1h"}}""");
        site.put("/api/v1/searches/slow%20queries", """
                {"parameters":{"q":"\\"slow query\\" db.rows>=500","from":"-24h"}}""");
        site.put("/api/v1/subscriptions/shop-errors", """
                {"binding":{"type":"severities","severities":["ERROR","FATAL"]}}""");
        push("shop-alerts");
        // When, Then
        var range = "&from=" + from + "&to=" + Instant.now();
        screenshots("live");
        search("&q=source:shop.*" + range);
        screenshots("search");
        if (WRITES_DOCS) {
            screenshot(1440, 900, ColorScheme.LIGHT, Path.of("..", "..", "docs", "images", "page.png"));
        }
        search("&q=source:shop.*+timed&columns=tenant,host" + range);
        toggle(rows().first()).click();
        screenshots("event");
        search("&source=shop.&severity=WARN&wrap=1&order=asc&zone=utc" + range);
        screenshots("wrapped");
        page.getByLabel("Keys and hints").click();
        screenshots("help");
        page.keyboard().press("Escape");
        open("?view=search&q=card+or");
        assertThat(page.locator("#problem")).isVisible();
        screenshots("problem");
        open("?view=context&event=" + site.archivedIds("shop.payments").get(20));
        assertThat(rows()).not().hasCount(0);
        screenshots("context");
        open("?view=search&time=timestamp&columns=http.status&q=source:shop.web" + range);
        page.getByText("Saved searches").click();
        assertThat(page.locator("#saved li")).not().hasCount(0);
        screenshots("saved");
        open("?view=watch&name=shop-errors");
        awaitLive();
        site.post(shop.event(true));
        assertThat(rows()).not().hasCount(0);
        screenshots("watch");
        open("?view=sources");
        assertThat(page.locator("#board tbody tr")).not().hasCount(0);
        screenshots("sources");
        for (var view : new String[] {"subscriptions", "dead-letters"}) {
            open("?view=" + view);
            assertThat(status()).not().containsText("…");
            screenshots(view);
        }
        open("?view=subscriptions");
        page.getByLabel("Pushed to a URL").check();
        screenshots("push-form");
        page.locator("[data-name=Readers] button").first().click();
        screenshots("push");
    }

    /** To a target that takes nothing. */
    private void push(String name) {
        try (var hook = new Hook()) {
            hook.answers(503);
            site.put("/api/v1/subscriptions/" + name, """
                    {"binding":{"type":"patterns","patterns":["shop.#"]},"push":{"url":"%s","format":"cloudevents",
                     "headers":{"X-Team":"shop"}}}""".formatted(hook.url()));
            site.post(shop.event(true));
            await().atMost(PATIENCE).until(() -> hook.requests() > 2);
        }
    }

    private void search(String query) {
        open("?view=search" + query);
        assertThat(status()).containsText("events, ");
        assertThat(page.locator("#chart svg")).isVisible();
        assertThat(page.locator("#facets")).not().containsText("Counting");
    }

    private void screenshots(String name) {
        for (var scheme : new ColorScheme[] {ColorScheme.LIGHT, ColorScheme.DARK}) {
            for (var size : new int[][] {{1440, 900}, {390, 844}}) {
                screenshot(
                        size[0],
                        size[1],
                        scheme,
                        SCREENSHOTS.resolve("%s-%d-%s.png"
                                .formatted(name, size[0], scheme.name().toLowerCase(java.util.Locale.ROOT))));
            }
        }
        page.setViewportSize(1440, 900);
    }

    private void screenshot(int width, int height, ColorScheme scheme, Path path) {
        page.setViewportSize(width, height);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        page.screenshot(new Page.ScreenshotOptions().setPath(path));
    }
}
