package io.logcast.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The live tail, the filters, and what the page is safe from. */
class PageIT extends OpenPageTest {

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
    void saysHowOldTheNewestEventIs() {
        // Given
        site.post(source, "INFO", "the last");
        awaitArchived(1);
        // When
        page.clock()
                .setFixedTime(
                        System.currentTimeMillis() + Duration.ofMinutes(40).toMillis());
        openLive("?source=" + source);
        // Then
        assertThat(page.locator("#rate")).containsText("1 event shown, the newest 40 min");
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
        page.locator("#pause").click();
        site.post(source, "INFO", "meanwhile");
        // Then
        var resume = page.locator("#pause");
        assertThat(resume).hasText("Resume (1 new)");
        assertThat(rows()).hasCount(1);
        resume.click();
        awaitCount(2);
    }

    @Test
    void keepsRowsInPlaceWhileSomebodyReadsThem() {
        // Given
        openLive("?source=" + source);
        site.post(source, "INFO", "open");
        awaitCount(1);
        toggle(rows().first()).click();
        // When
        site.post(source, "INFO", "later");
        // Then
        var arrived = page.locator("#new");
        assertThat(arrived).hasText("1 new");
        assertThat(rows()).hasCount(1);
        arrived.click();
        awaitCount(2);
        assertThat(arrived).isHidden();
    }

    @Test
    void tellsWhichFilterIsWrong() {
        // When
        open("?view=search&trace_id=4bf9");
        // Then
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("trace_id: must be 32");
    }

    @Test
    void showsMarkupAsText() {
        // Given
        openLive("?source=" + source);
        var markup = "<script>document.title='taken'</script><img src=x onerror=document.title='taken'>";
        // When
        site.post("""
                {"source":"%s","severity":"WARN","message":"%s","attributes":{"<img src=x>":"%s"}}""".formatted(source, markup, markup));
        awaitCount(1);
        toggle(rows().first()).click();
        // Then
        assertThat(rows().first().locator(".line .message")).hasText(markup);
        assertThat(rows().first().locator(".panel .message")).hasText(markup);
        assertThat(page.locator("#events script, #events img")).hasCount(0);
        assertThat(page).hasTitle("Live – Logcast");
        page.keyboard().press("Escape");
        assertThat(rows().first().locator(".panel")).hasCount(0);
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
        assertThat(page).hasTitle("Live – Logcast");
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
        assertThat(status()).containsText("Connection lost");
        site.consumer().start().awaitReady(PATIENCE);
        for (int i = 0; i < 10; i++) {
            site.post(source, "INFO", "after " + i);
        }
        // Then
        awaitCount(60);
        assertThat(status()).containsText("Live");
        awaitArchived(60);
        assertThat(shownIds()).isEqualTo(site.archivedIds(source));
    }

    @Test
    void loadsTheNewestEventsOnceTheSearchIsBack() {
        // Given
        site.post(source, "INFO", "already there");
        awaitArchived(1);
        page.route("**/api/v1/logs?limit=200*", Route::abort, new Page.RouteOptions().setTimes(3));
        // When
        openLive("?source=" + source);
        // Then
        assertThat(page.locator("#problem")).isVisible();
        // The page does so by itself.
        assertThat(page.locator("#retry").isVisible()).isFalse();
        awaitCount(1);
        assertThat(page.locator("#problem")).isHidden();
    }

    @Test
    void aHiddenTabGivesItsConnectionBackAndCatchesUpWhenItIsSeenAgain() {
        // Given: over HTTP/1.1 Chromium has six connections to a host
        openLive("?source=" + source);
        site.post(source, "INFO", "seen");
        awaitCount(1);
        setHidden(page, true);
        assertThat(status()).containsText("Out of sight");
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

    @Test
    void foldsTheFiltersAwayOnAPhone() {
        // When
        page.setViewportSize(390, 844);
        openLive("?severity=WARN&source=" + source);
        // Then
        assertThat(page.getByLabel("Source")).isHidden();
        page.getByText("Filters (2)").click();
        assertThat(page.getByLabel("Source")).hasValue(source);
        assertThat((Integer) page.evaluate("() => document.documentElement.scrollWidth"))
                .isLessThanOrEqualTo(390);
        open("?view=search&time=timestamp&from=-1h");
        assertThat(page.locator("#more-filters summary")).hasText("Filters");
    }

    @Test
    void showsItsKeysAndHasNoButtonWithoutAName() {
        // Given
        openLive("?source=" + source);
        site.post(source, "INFO", "one");
        awaitCount(1);
        toggle(rows().first()).click();
        // When
        page.keyboard().press("?");
        // Then
        assertThat(page.locator("#details")).containsText("to the query");
        page.keyboard().press("Escape");
        assertThat(page.locator("#details")).isHidden();
        page.keyboard().press("/");
        assertThat(page.getByLabel("Query")).isFocused();
        await().atMost(PATIENCE)
                .until(() -> page.evaluate(
                                "() => [...document.querySelectorAll('button, input, select')].filter(each => !each.textContent.trim()"
                                        + " && !each.ariaLabel && !each.labels?.length).length")
                        .equals(0));
    }
}
