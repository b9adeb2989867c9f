package io.logcast.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasCountOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.rabbitmq.client.AMQP.BasicProperties;
import io.logcast.testing.BrokerProbe;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PageIT extends BrowserTest {

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private Site site;
    /** Each test has one of its own. */
    private String source;

    PageIT() {
        super(new NewContextOptions().setTimezoneId("UTC"));
    }

    @BeforeAll
    void start() {
        site = new Site();
    }

    @AfterAll
    void stop() {
        site.close();
    }

    @BeforeEach
    void newSource() {
        source = "test-" + UUID.randomUUID().toString().substring(0, 8);
    }

    @Test
    void showsEventsAsTheyArrive() {
        // Given
        openLive("?source=" + source);
        // When
        site.post(source, "INFO", "first");
        site.post(source, "ERROR", "second");
        // Then
        awaitCount(2);
        assertThat(rows().first()).containsText("second");
        assertThat(rows().first().locator(".severity")).hasText("ERROR");
        assertThat(page.locator("#chart svg")).hasAttribute("aria-label", Pattern.compile(".*1 info, 1 error.*"));
    }

    @Test
    void keepsTheFiltersInTheUrl() {
        // Given
        openLive("");
        page.getByLabel("Source").fill(source);
        page.getByLabel("Query").fill("declined");
        page.getByLabel("Attributes").fill("tenant=acme");
        // When
        page.getByLabel("Severity, at least").selectOption("WARN");
        // Then
        page.waitForURL("**/*severity=WARN*");
        assertThat(page.url()).contains("source=" + source, "q=declined", "attr.tenant=acme");
        awaitLive();
        for (var tenant : List.of("other", "acme")) {
            site.post("""
                    {"source":"%s","severity":"ERROR","message":"Card declined","attributes":{"tenant":"%s"}}""".formatted(source, tenant));
        }
        site.post(source, "INFO", "declined, but no warning");
        awaitCount(1);
        page.reload();
        assertThat(page.getByLabel("Attributes")).hasValue("tenant=acme");
        awaitCount(1);
        page.goBack();
        assertThat(page.getByLabel("Attributes")).hasValue("");
    }

    @Test
    void pauses() {
        // Given
        openLive("?source=" + source);
        site.post(source, "INFO", "before");
        awaitCount(1);
        // When
        page.getByText("Pause").click();
        site.post(source, "INFO", "meanwhile");
        // Then
        var resume = page.locator("#pause");
        assertThat(resume).hasText("Resume (1 new)");
        assertThat(rows()).hasCount(1);
        resume.click();
        awaitCount(2);
    }

    @Test
    void searchesPageByPageAndShowsATrace() {
        // Given
        var trace = UUID.randomUUID().toString().replace("-", "");
        site.post("""
                {"source":"%s","message":"the oldest","trace_id":"%s","attributes":{"order":4711}}""".formatted(source, trace));
        for (int i = 1; i < 130; i++) {
            site.post(source, "INFO", "number " + i);
        }
        await().atMost(PATIENCE).until(() -> site.archivedIds(source).size() == 130);
        // When
        page.navigate(site.page("?view=search&source=" + source));
        awaitCount(100);
        page.locator("#more").click();
        // Then
        awaitCount(130);
        rows().last().getByRole(AriaRole.BUTTON).press("Enter");
        var details = page.locator("#details");
        assertThat(details).containsText(trace);
        assertThat(details).containsText("4711");
        page.getByText("All events of this trace").click();
        page.waitForURL("**/*trace_id=" + trace + "*");
        awaitCount(1);
        assertThat(page.locator("#status")).hasText("1 events");
    }

    @Test
    void tellsWhichFilterIsWrong() {
        // When
        page.navigate(site.page("?view=search&trace_id=4bf9"));
        // Then
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("trace_id: must be 32");
    }

    @Test
    void showsMarkupAsText() {
        // Given
        openLive("?source=" + source);
        var markup = "<script>document.title='taken'</script><img src=x onerror=document.title='taken'>";
        // When
        site.post(source, "WARN", markup);
        awaitCount(1);
        rows().first().locator("button").click();
        // Then
        assertThat(rows().first().locator(".message")).hasText(markup);
        assertThat(page.locator("#details")).containsText(markup);
        assertThat(page.locator("#events script, #events img, #details script, #details img"))
                .hasCount(0);
        assertThat(page).hasTitle("Logcast");
        page.keyboard().press("Escape");
        assertThat(page.locator("#details")).isHidden();
    }

    @Test
    void forbidsScriptsThatAreNotItsOwn() {
        // Given
        openLive("");
        // When
        page.evaluate("""
                () => {
                  const script = document.createElement("script");
                  script.textContent = "document.title = 'taken'";
                  document.body.append(script);
                }""");
        // Then
        assertThat(page).hasTitle("Logcast");
        assertThat(site.get("/").headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self'")
                .doesNotContain("unsafe");
    }

    @Test
    void catchesUpAfterTheServiceWasKilled() {
        // Given
        openLive("?source=" + source);
        for (int i = 0; i < 20; i++) {
            site.post(source, "INFO", "before " + i);
        }
        awaitCount(20);
        // When
        site.consumer().kill();
        for (int i = 0; i < 30; i++) {
            site.post(source, "INFO", "while it was down " + i);
        }
        assertThat(page.locator("#status")).containsText("Connection lost");
        site.consumer().start().awaitReady(Duration.ofMinutes(2));
        for (int i = 0; i < 10; i++) {
            site.post(source, "INFO", "after " + i);
        }
        // Then
        awaitCount(60);
        assertThat(page.locator("#status")).containsText("Live", new ContainsTextOptions().setTimeout(60_000));
        await().atMost(PATIENCE).until(() -> site.archivedIds(source).size() == 60);
        assertThat(shownIds()).isEqualTo(site.archivedIds(source));
    }

    @Test
    void showsDeadLettersWithTheirReason() throws Exception {
        // Given
        var body = "no event " + source;
        deadLetter(body);
        // When
        page.navigate(site.page("?view=dead-letters"));
        // Then
        assertThat(rows().first()).containsText("line 1: ");
        rows().first().locator("button").click();
        assertThat(page.locator("#details")).containsText(body);
    }

    @Test
    void replaysADeadLetterAndDiscardsAllByKeyboard() throws Exception {
        // Given
        deadLetter("no event " + source);
        page.navigate(site.page("?view=dead-letters"));
        page.getByLabel("Kind").selectOption("unreadable");
        rows().first().getByRole(AriaRole.BUTTON).press("Enter");
        page.onceDialog(Dialog::dismiss);
        page.locator("#details").getByText("Replay").press("Enter");
        assertThat(page.locator("#details")).isHidden();
        assertThat(page.locator("#status")).not().containsText("Replayed.");
        rows().first().getByRole(AriaRole.BUTTON).press("Enter");
        // When: it fails again
        page.onceDialog(Dialog::accept);
        page.locator("#details").getByText("Replay").press("Enter");
        // Then
        assertThat(page.locator("#status")).containsText("Replayed.");
        assertThat(page.locator("#details")).isHidden();
        await().atMost(PATIENCE)
                .until(() -> site.get("/api/v1/dead-letters").body().contains("replay_of"));
        page.reload();
        page.getByLabel("Kind").selectOption("unreadable");
        assertThat(rows()).not().hasCount(0);
        page.onceDialog(Dialog::dismiss);
        page.locator("#discard-all").press("Enter");
        assertThat(rows()).not().hasCount(0);
        page.onceDialog(Dialog::accept);
        page.locator("#discard-all").press("Enter");
        assertThat(page.locator("#status")).containsText("Discarded ");
        assertThat(rows()).hasCount(0);
        assertThat(page.locator("#kind option[value=unreadable]")).hasText("unreadable (0)");
        assertThat(page.locator("#replay-all")).isDisabled();
    }

    private void deadLetter(String body) throws Exception {
        var before = site.get("/api/v1/dead-letters").body();
        try (var broker = new BrokerProbe()) {
            var ours = new BasicProperties.Builder().type("logcast.v1").build();
            broker.channel().basicPublish("logs", "a.info", ours, body.getBytes(StandardCharsets.UTF_8));
        }
        await().atMost(PATIENCE)
                .until(() -> !site.get("/api/v1/dead-letters").body().equals(before));
    }

    /** Not compared with anything: they are for people, and one is in the README. */
    @Test
    void looksLikeThis() {
        // Given
        var shop = List.of(
                List.of("shop.web", "INFO", "GET /checkout 200 in 34 ms"),
                List.of("shop.payments", "INFO", "payment 4711 accepted"),
                List.of("shop.web", "DEBUG", "cache miss for cart 81f3"),
                List.of("shop.payments", "WARN", "card processor answered after 1840 ms, retrying"),
                List.of("shop.mail", "INFO", "receipt for order 4711 sent"),
                List.of("shop.payments", "ERROR", "card declined: insufficient funds"),
                List.of("shop.search", "TRACE", "merged 3 segments"),
                List.of("shop.ledger", "FATAL", "ledger and bank disagree by 12.50, stopped"));
        openLive("?source=shop.");
        // When: over a while, for the chart
        var random = new Random(1);
        for (int i = 0; i < 60; i++) {
            var event = shop.get(i % 11 == 0 ? random.nextInt(shop.size()) : random.nextInt(5));
            site.post(event.get(0), event.get(1), event.get(2));
            page.waitForTimeout(random.nextInt(500));
        }
        site.post("shop.payments", "ERROR", "card declined: insufficient funds");
        awaitCount(61);
        // Then
        screenshot(1200, 700, ColorScheme.LIGHT, "desktop-light");
        screenshot(1200, 700, ColorScheme.DARK, "desktop-dark");
        screenshot(390, 844, ColorScheme.LIGHT, "phone-light");
        rows().first().locator("button").click();
        screenshot(390, 844, ColorScheme.DARK, "phone-details-dark");
        page.keyboard().press("Escape");
        page.navigate(site.page("?view=search&source=shop.&severity=WARN"));
        assertThat(page.locator("#status")).containsText("events");
        screenshot(1200, 700, ColorScheme.DARK, "search-dark");
    }

    private void screenshot(int width, int height, ColorScheme scheme, String name) {
        page.setViewportSize(width, height);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")));
    }

    @Test
    void aHiddenTabGivesItsConnectionBackAndCatchesUpWhenItIsSeenAgain() {
        // Given: over HTTP/1.1 Chromium has six connections to a host
        openLive("?source=" + source);
        site.post(source, "INFO", "seen");
        awaitCount(1);
        setHidden(page, true);
        assertThat(page.locator("#status")).containsText("Out of sight");
        // When
        var others = IntStream.range(0, 7).mapToObj(i -> context.newPage()).toList();
        for (var other : others) {
            other.navigate(site.page("?source=" + source));
            assertThat(other.locator("#status")).containsText("Live");
            setHidden(other, true);
        }
        site.post(source, "INFO", "meanwhile");
        // Then
        setHidden(page, false);
        awaitCount(2);
    }

    /** Pages of a headless browser are all visible. */
    private static void setHidden(Page page, boolean hidden) {
        page.evaluate(
                "hidden => { Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });"
                        + " document.dispatchEvent(new Event('visibilitychange')); }",
                hidden);
    }

    private void openLive(String query) {
        page.navigate(site.page(query));
        awaitLive();
    }

    private void awaitLive() {
        assertThat(page.locator("#status")).containsText("Live");
    }

    private Locator rows() {
        return page.locator("#events li");
    }

    private void awaitCount(int count) {
        assertThat(rows()).hasCount(count, new HasCountOptions().setTimeout(PATIENCE.toMillis()));
    }

    private List<?> shownIds() {
        return (List<?>) rows().evaluateAll("rows => rows.map(row => row.dataset.id)");
    }
}
