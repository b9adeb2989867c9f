package io.logcast.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The search: what it counts, how it is narrowed, and how what it finds is shown. */
class SearchIT extends OpenPageTest {

    @Test
    void searchesPageByPageAndShowsATrace() {
        // Given
        var trace = UUID.randomUUID().toString().replace("-", "");
        site.post("""
                {"source":"%s","message":"the oldest","trace_id":"%s","attributes":{"order":4711}}""".formatted(source, trace));
        for (int i = 1; i < 130; i++) {
            site.post(source, "INFO", "number " + i);
        }
        awaitArchived(130);
        // When
        open("?view=search&source=" + source);
        awaitCount(100);
        page.locator("#more").click();
        // Then
        awaitCount(130);
        assertThat(status()).hasText("130 events, 130 shown");
        toggle(rows().last()).press("Enter");
        var panel = rows().last().locator(".panel");
        assertThat(panel).containsText(trace);
        assertThat(panel).containsText("4711");
        panel.getByText("This trace").click();
        page.waitForURL("**/*trace_id=" + trace + "*");
        awaitCount(1);
        assertThat(status()).hasText("1 event, 1 shown");
    }

    @Test
    void countsAllEventsThatMatchNotThoseThatAreShown() {
        // Given
        for (int i = 0; i < 110; i++) {
            site.post(source, i % 10 == 0 ? "ERROR" : "INFO", i % 2 == 0 ? "even" : "odd");
        }
        awaitArchived(110);
        // When
        open("?view=search&from=-15m&q=even&source=" + source);
        // Then
        assertThat(status()).hasText("55 events, 55 shown");
        assertThat(chart()).hasAttribute("aria-label", Pattern.compile(".*: 44 info, 11 error"));
        page.getByLabel("Query").fill("");
        page.getByLabel("Query").press("Enter");
        assertThat(status()).hasText("110 events, 100 shown");
        assertThat(chart()).hasAttribute("aria-label", Pattern.compile(".*: 99 info, 11 error"));
    }

    @Test
    void aDragOverTheChartChoosesTheTime() {
        // Given
        site.post(source, "INFO", "now");
        awaitArchived(1);
        open("?view=search&from=-15m&source=" + source);
        assertThat(chart()).hasAttribute("aria-label", Pattern.compile(".*: 1 info"));
        var box = page.locator("#chart .plot").boundingBox();
        // When: over the first half, which has no event
        page.mouse().move(box.x + 60, box.y + 50);
        assertThat(page.locator("#chart .tooltip")).containsText("in all");
        page.mouse().down();
        page.mouse().move(box.x + box.width / 2, box.y + 50);
        assertThat(page.locator("#chart .selection")).isVisible();
        page.mouse().up();
        // Then
        page.waitForURL("**/*to=2*");
        assertThat(page.url()).contains("from=2");
        assertThat(page.locator("#empty")).containsText("No event matches");
        assertThat(page.getByLabel("From", new Page.GetByLabelOptions().setExact(true)))
                .not()
                .hasValue("");
        button("Zoom out").click();
        button("Zoom out").click();
        awaitCount(1);
        button("15 min").click();
        page.waitForURL("**/*from=-15m*");
        assertThat(page.url()).doesNotContain("to=");
        awaitCount(1);
    }

    @Test
    void showsAllTimesInOneZone() {
        // Given
        try (var elsewhere = context.browser().newContext(new NewContextOptions().setTimezoneId("Asia/Kolkata"))) {
            site.post(source, "INFO", "now");
            awaitArchived(1);
            page = elsewhere.newPage();
            open("?view=search&source=" + source + "&from=2026-01-31T12:00:00.000Z");
            awaitCount(1);
            var from = page.getByLabel("From", new Page.GetByLabelOptions().setExact(true));
            assertThat(from).hasValue(Pattern.compile("2026-01-31T17:30.*"));
            var local = rows().first().locator("time").textContent();
            // When
            page.getByLabel("Times").selectOption("utc");
            // Then
            assertThat(from).hasValue(Pattern.compile("2026-01-31T12:00.*"));
            assertThat(rows().first().locator("time")).not().hasText(local);
            assertThat(page.locator("#chart figcaption"))
                    .containsText(Pattern.compile("Events per \\d+ (s|min|h|d), 2026-01-31 12:00:00 – .* UTC"));
            from.fill("2026-01-31T13:00:07");
            button("Apply").click();
            page.waitForURL("**/*from=2026-01-31T13*");
        }
    }

    @Test
    void facetsFilterAndExclude() {
        // Given
        for (var tenant : List.of("acme", "acme", "globex")) {
            site.post("""
                    {"source":"%s","severity":"WARN","message":"slow","attributes":{"tenant":"%s"}}""".formatted(source, tenant));
        }
        awaitArchived(3);
        open("?view=search&source=" + source);
        // When
        facet("acme").first().click();
        // Then
        awaitCount(2);
        assertThat(page.getByLabel("Query")).hasValue("tenant:\"acme\"");
        assertThat(facet("acme").first()).hasAttribute("aria-pressed", "true");
        facet("acme").first().click();
        awaitCount(3);
        button("Exclude events with tenant:\"acme\"").click();
        awaitCount(1);
        assertThat(page.getByLabel("Query")).hasValue("-tenant:\"acme\"");
    }

    @Test
    void facetsHaveNestedAttributes() {
        // Given
        for (var status : List.of(200, 200, 503)) {
            site.post("""
                    {"source":"%s","message":"served","attributes":{"http":{"status":%d}}}""".formatted(source, status));
        }
        awaitArchived(3);
        open("?view=search&source=" + source);
        // When
        facet("503").first().click();
        // Then
        awaitCount(1);
        assertThat(page.getByLabel("Query")).hasValue("http.status:503");
        assertThat(page.locator("#facets h2").last()).hasText("http.status");
    }

    @Test
    void savesASearchUnderANameForEverybody() {
        // Given
        site.post(source, "ERROR", "card declined");
        site.post(source, "INFO", "card accepted");
        awaitArchived(2);
        open("?view=search&from=-15m&q=severity%3E%3Derror&columns=tenant&zone=utc&source=" + source);
        awaitCount(1);
        page.getByText("Saved searches").click();
        var name = page.getByLabel("Save this search as");
        // When
        name.fill("errors of " + source);
        name.press("Enter");
        // Then
        var saved = page.locator("#saved li", new Page.LocatorOptions().setHasText(source));
        assertThat(saved).hasCount(1);
        assertThat(name).hasValue("");
        assertThat(site.get("/api/v1/searches/errors%20of%20" + source).body()).contains("\"columns\":\"tenant\"");
        open("?view=search&order=asc&time=timestamp&source=" + source);
        awaitCount(2);
        page.getByText("Saved searches").click();
        saved.getByRole(AriaRole.LINK).click();
        awaitCount(1);
        assertThat(page.url()).contains("from=-15m", "columns=tenant").doesNotContain("order=", "time=");
        assertThat(page.getByLabel("Query")).hasValue("severity>=error");
        page.getByLabel("Query").fill("accepted");
        button("Apply").click();
        assertThat(rows().first()).containsText("accepted");
        name.fill("errors of " + source);
        assertThat(answering(Dialog::accept, () -> name.press("Enter"))).contains("Replace the saved search");
        assertThat(saved.getByRole(AriaRole.LINK)).hasAttribute("title", Pattern.compile(".*q=accepted.*"));
        answering(
                Dialog::accept,
                () -> button("Delete saved search errors of " + source).click());
        assertThat(saved).hasCount(0);
        assertThat(site.get("/api/v1/searches/errors%20of%20" + source).statusCode())
                .isEqualTo(404);
    }

    private Locator facet(String value) {
        return page.locator("#facets li", new Page.LocatorOptions().setHasText(value))
                .getByRole(AriaRole.BUTTON);
    }

    @Test
    void marksWhatTheQueryAsksFor() {
        // Given
        site.post(source, "ERROR", "java.lang.TimeoutException: card discarded after a timeout");
        awaitArchived(1);
        // When
        open("?view=search&q=timeout+card+-refused&source=" + source);
        awaitCount(1);
        // Then
        assertThat(rows().first().locator(".line mark")).hasText(new String[] {"Timeout", "card", "timeout"});
    }

    @Test
    void showsTheOldestFirstAndLinesInFull() {
        // Given
        site.post(source, "INFO", "older");
        site.post(source, "ERROR", "newer\\n\\tat the.second.Line");
        awaitArchived(2);
        open("?view=search&source=" + source);
        awaitCount(2);
        assertThat(rows().first()).containsText("newer");
        var height = rows().first().boundingBox().height;
        // When
        page.getByLabel("Order").selectOption("asc");
        assertThat(rows().first()).containsText("older");
        button("Wrap lines").click();
        // Then
        assertThat(button("Wrap lines")).hasAttribute("aria-pressed", "true");
        assertThat(page.url()).contains("order=asc", "wrap=1");
        awaitCount(2);
        assertThat(rows().last().boundingBox().height).isGreaterThan(height);
    }

    @Test
    void searchesByTheEventsOwnTime() {
        // Given: the older one is sent last
        site.post("""
                {"source":"%s","message":"newer","timestamp":"2026-01-31T12:00:00Z"}""".formatted(source));
        site.post("""
                {"source":"%s","message":"older","timestamp":"2026-01-31T11:00:00Z"}""".formatted(source));
        awaitArchived(2);
        open("?view=search&zone=utc&source=" + source);
        assertThat(rows().first()).containsText("older");
        // When
        page.locator("#time").selectOption("timestamp");
        // Then
        assertThat(rows().first()).containsText("newer");
        assertThat(rows().first().locator("time")).hasText("2026-01-31 12:00:00.000");
        page.getByLabel("From", new Page.GetByLabelOptions().setExact(true)).fill("2026-01-31T11:30:07");
        button("Apply").click();
        awaitCount(1);
        assertThat(status()).hasText("1 event, 1 shown");
        assertThat(page.url()).contains("time=timestamp");
    }

    @Test
    void aClockThatIsAheadDoesNotStretchTheLastMinutes() {
        // Given
        site.post("""
                {"source":"%s","message":"ahead","timestamp":"2131-01-31T12:00:00Z"}""".formatted(source));
        site.post("""
                {"source":"%s","message":"right","timestamp":"%s"}""".formatted(source, Instant.now()));
        awaitArchived(2);
        // When
        open("?view=search&time=timestamp&from=-1h&source=" + source);
        // Then
        awaitCount(1);
        assertThat(page.locator("#chart figcaption")).not().containsText("2131");
        button("All").click();
        awaitCount(2);
        assertThat(page.locator("#chart figcaption")).containsText("2131");
    }

    @Test
    void exportsEverythingThatMatches() throws IOException {
        // Given
        for (int i = 0; i < 120; i++) {
            site.post(source, "INFO", "number " + i);
        }
        awaitArchived(120);
        open("?view=search&source=" + source);
        awaitCount(100);
        // When
        var lines = page.waitForDownload(() -> button("Export NDJSON").click());
        var table = page.waitForDownload(() -> button("Export CSV").click());
        // Then
        assertThat(Files.readAllLines(lines.path())).hasSize(120).allMatch(line -> line.contains(source));
        assertThat(lines.suggestedFilename()).endsWith(".ndjson");
        assertThat(Files.readAllLines(table.path())).hasSize(121);
        assertThat(table.suggestedFilename()).endsWith(".csv");
    }

    @Test
    void saysThatNothingMatches() {
        // When
        open("?view=search&from=-5m&q=nothing&source=" + source);
        // Then
        assertThat(page.locator("#empty")).hasText("No event matches in the last 5 min. Search all times");
        assertThat(status()).hasText("0 events, 0 shown");
        button("Clear").click();
        page.waitForCondition(() -> !page.url().contains("q=nothing"));
        assertThat(page.url()).contains("from=-5m").doesNotContain("source=");
        page.goBack();
        button("Search all times").click();
        assertThat(page.locator("#empty")).hasText("No event matches.");
        assertThat(page.url()).doesNotContain("from=");
    }

    @Test
    void keepsTheResultsIfTheNextSearchFails() {
        // Given
        site.post(source, "INFO", "card accepted");
        site.post(source, "INFO", "cash taken");
        awaitArchived(2);
        open("?view=search&q=card&source=" + source);
        awaitCount(1);
        assertThat(page.locator("#facets li")).not().hasCount(0);
        // When
        page.getByLabel("Query").fill("card or");
        button("Apply").click();
        // Then
        assertThat(page.locator("#problem")).containsText("q: ");
        assertThat(status()).hasText("The list still shows the results of the search before.");
        awaitCount(1);
        assertThat(page.locator("#facets li")).hasCount(0);
        // When
        page.route("**/api/v1/logs*", Route::abort);
        page.getByLabel("Query").fill("cash");
        button("Apply").click();
        // Then
        assertThat(page.locator("#problem")).hasText("The server cannot be reached.");
        button("Wrap lines").click();
        assertThat(page.locator("#events.wrapped > li")).hasText(Pattern.compile("card accepted$"));
        assertThat(page.locator("#problem")).hasText("The server cannot be reached.");
        page.unroute("**/api/v1/logs*");
        button("Try again").press("Enter");
        assertThat(status()).hasText("1 event, 1 shown");
        assertThat(rows()).hasText(Pattern.compile("cash taken$"));
        assertThat(page.locator("#problem")).isHidden();
        assertThat(page.locator("#main")).isFocused();
    }

    @Test
    void saysIfValuesCouldNotBeCounted() {
        // Given
        site.post("""
                {"source":"%s","message":"slow","attributes":{"tenant":"acme"}}""".formatted(source));
        awaitArchived(1);
        page.route(Pattern.compile(".*/facets.*attr.tenant.*"), Route::abort, new Page.RouteOptions().setTimes(1));
        // When
        open("?view=search&source=" + source);
        // Then
        assertThat(page.locator("#facets")).containsText("tenant could not be counted");
        button("Count again").press("Enter");
        assertThat(facet("acme").first()).isVisible();
        assertThat(page.locator("#facets [role=group]:focus")).hasCount(1);
    }

    private Locator chart() {
        return page.locator("#chart svg");
    }
}
