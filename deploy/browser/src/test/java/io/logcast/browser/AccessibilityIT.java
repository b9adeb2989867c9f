package io.logcast.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every view meets what axe-core can check of WCAG 2.1 A and AA, and can be used by keyboard and screen reader. */
class AccessibilityIT extends OpenPageTest {

    private static final String AXE = axe();
    private static final String FAULTS = """
            async () => {
              const { violations } = await axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] });
              return violations.flatMap(({ id, nodes }) =>
                nodes.map(({ target, failureSummary }) => `${id} at ${target}: ${failureSummary.replaceAll("\\n", " ")}`));
            }""";
    private static final String FOCUSABLE = "[...document.querySelectorAll('a[href], button, input, select, summary,"
            + " [tabindex=\"0\"]')].filter(each => each.checkVisibility() && !each.disabled)";
    /** At this width in CSS pixels, a page that is 1280 wide is shown at 400 %. */
    private static final int NARROWEST = 320;

    private final List<String> faults = new ArrayList<>();

    private static String axe() {
        try (var script = AccessibilityIT.class.getResourceAsStream("/axe.min.js")) {
            return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeAll
    void fill() throws Exception {
        var shop = new Shop();
        for (int i = 0; i < 60; i++) {
            site.post(shop.event(i > 30));
        }
        site.put("/api/v1/searches/failures", "{\"parameters\":{\"q\":\"severity>=error\",\"from\":\"-1h\"}}");
        site.put("/api/v1/subscriptions/failures", """
                {"binding":{"type":"severities","severities":["ERROR","FATAL"]}}""");
        deadLetter("no event");
    }

    @BeforeEach
    void post() {
        site.post(source, "ERROR", "card declined");
        awaitArchived(1);
    }

    @Test
    void everyViewMeetsTheGuidelines() {
        openLive("");
        awaitRows();
        check("live");
        open("?view=search&q=source:shop.*+card&columns=tenant");
        awaitRows();
        assertThat(page.locator("#facets li").first()).isVisible();
        toggle(rows().first()).click();
        check("search with an event");
        site.post("""
                {"source":"%s","message":"long","attributes":{"%s":"short","exception.stacktrace":"%s"}}""".formatted(source, "a.long.name.".repeat(20) + "x", "\\tat shop.Card\\n".repeat(300)));
        awaitArchived(2);
        open("?view=search&columns=exception.stacktrace&source=" + source);
        toggle(rows().first()).click();
        check("an event with long values");
        open("?view=search&q=source:shop.*+card");
        page.locator("#facets li button").first().click();
        page.getByText("Saved searches").click();
        assertThat(page.locator("#saved li")).not().hasCount(0);
        check("saved searches and a chosen value");
        open("?view=search&wrap=1&zone=utc&order=asc&source=shop.payments");
        awaitRows();
        check("wrapped");
        open("?view=search&q=card+or");
        assertThat(page.locator("#problem")).isVisible();
        check("problem");
        open("?view=search&q=nothinghasthis");
        assertThat(page.locator("#empty")).isVisible();
        check("nothing found");
        page.getByLabel("Keys and hints").click();
        check("help");
        open("?view=context&event=" + site.archivedIds("shop.payments").get(2));
        awaitRows();
        check("context");
        open("?view=watch&name=failures");
        awaitLive();
        awaitRows();
        check("watch");
        open("?view=sources");
        assertThat(page.locator("#board tbody tr")).not().hasCount(0);
        check("sources");
        open("?view=subscriptions");
        assertThat(page.locator("#board tbody tr")).not().hasCount(0);
        check("subscriptions");
        open("?view=dead-letters");
        awaitRows();
        check("dead letters");
        toggle(rows().first()).click();
        assertThat(page.locator("#details")).isVisible();
        check("dead letter");
        assertThat(faults).isEmpty();
    }

    private void awaitRows() {
        assertThat(rows()).not().hasCount(0);
    }

    private void check(String view) {
        page.evaluate(AXE);
        for (var width : new int[] {1440, 390}) {
            page.setViewportSize(width, 900);
            for (var scheme : new ColorScheme[] {ColorScheme.LIGHT, ColorScheme.DARK}) {
                page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
                ((List<?>) page.evaluate(FAULTS))
                        .forEach(fault -> faults.add("%s, %d, %s: %s".formatted(view, width, scheme, fault)));
            }
        }
        page.setViewportSize(NARROWEST, 900);
        var width = (Integer) page.evaluate("() => document.documentElement.scrollWidth");
        if (width > NARROWEST) {
            faults.add(view + ": is " + width + " wide instead of " + NARROWEST);
        }
        if (page.locator("th:empty").count() > 0) {
            faults.add(view + ": has a column without a heading");
        }
        page.setViewportSize(1440, 900);
    }

    @Test
    void theKeyboardReachesEverythingInReadingOrder() {
        // Given
        open("?view=search&source=" + source);
        awaitCount(1);
        toggle(rows().first()).click();
        var count = (Integer) page.evaluate("() => " + FOCUSABLE + ".length");
        page.evaluate("() => document.activeElement.blur()");
        page.locator(".skip").focus();
        // When
        var reached = new ArrayList<Integer>();
        // A field for a time takes the focus several times, once for each of its parts.
        for (int presses = 0; presses < 10 * count && reached.size() < count; presses++) {
            var at = position();
            if (reached.isEmpty() || !reached.get(reached.size() - 1).equals(at)) {
                reached.add(at);
            }
            page.keyboard().press("Tab");
        }
        // Then
        assertThat(reached).isEqualTo(IntStream.range(0, count).boxed().toList());
    }

    /** Of the element with the focus among those that can have it. */
    private Integer position() {
        return (Integer) page.evaluate("() => " + FOCUSABLE + ".indexOf(document.activeElement)");
    }

    @Test
    void aScreenReaderHearsWhatCanBeUsedAndWhatChanges() {
        // Given
        openLive("?source=" + source);
        awaitCount(1);
        // When
        toggle(rows().first()).click();
        // Then
        assertThat(spoken("focusable", "true"))
                .contains(
                        "button: ERROR from " + source + ", card declined", "searchbox: Query", "button: Copy message")
                .noneMatch(each -> each.endsWith(": "));
        assertThat(spoken("live", "polite")).contains("status: Live");
        site.post(source, "INFO", "later");
        assertThat(page.locator("#new")).isVisible();
        assertThat(spoken("live", "polite")).contains("status: Live, new events are waiting");
        open("?view=search&trace_id=4bf9");
        assertThat(page.locator("#problem")).isVisible();
        assertThat(spoken("live", "assertive")).anyMatch(each -> each.startsWith("alert: trace_id: must be 32"));
    }

    /** The roles and names, or else the texts, of those elements of the accessibility tree that have the property. */
    private List<String> spoken(String property, String value) {
        var session = context.newCDPSession(page);
        var nodes = session.send("Accessibility.getFullAXTree").getAsJsonArray("nodes");
        session.detach();
        return objects(nodes)
                .filter(node -> !node.get("ignored").getAsBoolean())
                .filter(node -> objects(node.getAsJsonArray("properties"))
                        .anyMatch(each -> each.get("name").getAsString().equals(property)
                                && text(each.getAsJsonObject("value")).equals(value)))
                .map(node -> text(node.getAsJsonObject("role")) + ": " + name(node, nodes)
                        + (node.has("description") ? ", " + text(node.getAsJsonObject("description")) : ""))
                .filter(each -> !each.startsWith("RootWebArea"))
                .toList();
    }

    private static String name(JsonObject node, JsonArray nodes) {
        var name = node.has("name") ? text(node.getAsJsonObject("name")) : "";
        if (!name.isEmpty()) {
            return name;
        }
        var id = node.get("nodeId").getAsString();
        return objects(nodes)
                .filter(each -> each.has("parentId")
                        && each.get("parentId").getAsString().equals(id))
                .map(child -> name(child, nodes))
                .collect(joining());
    }

    private static String text(JsonObject value) {
        return value.has("value") ? value.get("value").getAsString() : "";
    }

    private static Stream<JsonObject> objects(@Nullable JsonArray array) {
        return array == null
                ? Stream.of()
                : StreamSupport.stream(array.spliterator(), false).map(JsonElement::getAsJsonObject);
    }

    @Test
    void theFocusIsNotLostWhenAViewChanges() {
        // Given
        open("?view=search&source=" + source);
        awaitCount(1);
        toggle(rows().first()).click();
        // When
        page.locator("[aria-label^='Only events with severity']").press("Enter");
        // Then
        awaitCount(1);
        assertThat(page.locator("#main")).isFocused();
        assertThat(page).hasTitle("Search – Logcast");
    }

    @Test
    void singleKeysCanBeSwitchedOff() {
        // Given
        open("?view=search&source=" + source);
        awaitCount(1);
        toggle(rows().first()).click();
        page.keyboard().press("?");
        // When
        page.getByLabel("Single-key shortcuts").uncheck();
        page.keyboard().press("Escape");
        page.keyboard().press("/");
        page.keyboard().press("j");
        // Then
        assertThat(page.getByLabel("Query")).not().isFocused();
        assertThat(page.locator(".panel")).hasCount(1);
        // Then: in this browser, whatever the URL is
        open("?view=search&source=" + source);
        awaitCount(1);
        page.keyboard().press("/");
        assertThat(page.getByLabel("Query")).not().isFocused();
        page.getByLabel("Keys and hints").click();
        page.getByLabel("Single-key shortcuts").check();
        page.keyboard().press("Escape");
        page.keyboard().press("/");
        assertThat(page.getByLabel("Query")).isFocused();
    }
}
