package io.logcast.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A row, and the event that opens below it. */
class EventIT extends OpenPageTest {

    private static final String STACK_TRACE =
            "payment failed\\njava.io.IOException: reset\\n\\tat shop.Card.charge(Card.java:42)";

    @Test
    void opensInPlaceAndKeepsTheLinesOfAStackTrace() {
        // Given
        site.post(source, "ERROR", STACK_TRACE);
        awaitArchived(1);
        open("?view=search&source=" + source);
        // When
        rows().first().locator(".source").click();
        // Then
        var message = rows().first().locator(".panel .message");
        assertThat((String) message.evaluate("each => each.innerText")).contains("reset\n\tat shop.Card");
        assertThat(message).hasCSS("white-space-collapse", "preserve");
        assertThat(toggle(rows().first())).hasAttribute("aria-expanded", "true");
        page.waitForURL("**/*event=" + site.archivedIds(source).get(0) + "*");
        rows().first().locator(".line .source").click();
        assertThat(message).hasCount(0);
        assertThat(page.url()).doesNotContain("event=");
    }

    @Test
    void aLinkOpensAnEventThatIsNotOnThePage() {
        // Given
        site.post(source, "WARN", "the linked one");
        awaitArchived(1);
        var id = site.archivedIds(source).get(0);
        // When
        open("?source=another&event=" + id);
        // Then
        assertThat(page.locator("#linked .panel")).containsText("the linked one");
        open("?view=search&event=" + id + "&source=" + source);
        assertThat(rows().first().locator(".panel")).containsText(id);
        assertThat(page.locator("#linked > li")).hasCount(0);
    }

    @Test
    void copiesMessageJsonAndLink() {
        // Given
        site.post("""
                {"source":"%s","message":"copied","attributes":{"big":9007199254740993}}""".formatted(source));
        awaitArchived(1);
        open("?view=search&source=" + source);
        toggle(rows().first()).click();
        // When, Then
        var id = site.archivedIds(source).get(0);
        page.getByText("Copy message").click();
        page.waitForCondition(() -> clipboard().equals("copied"));
        page.getByText("Copy JSON").click();
        page.waitForCondition(() -> clipboard().contains("\"big\":9007199254740993"));
        page.getByText("Copy link").click();
        page.waitForCondition(() -> clipboard().endsWith("event=" + id));
    }

    private Locator inPanel(String button) {
        return page.locator(".panel").getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(button));
    }

    private String clipboard() {
        return (String) page.evaluate("() => navigator.clipboard.readText()");
    }

    @Test
    void aValueFiltersExcludesAndBecomesAColumn() {
        // Given
        for (var host : new String[] {"web-1", "web-2"}) {
            site.post("""
                    {"source":"%s","message":"served","attributes":{"k8s":{"host":"%s"},"tenant":"acme"}}""".formatted(source, host));
        }
        awaitArchived(2);
        open("?view=search&source=" + source);
        awaitCount(2);
        toggle(rows().first()).click();
        // When
        button("Column tenant").click();
        // Then
        assertThat(rows().last().locator(".column")).hasText("acme");
        assertThat(page.locator("#heads")).containsText("tenant");
        inPanel("Exclude events with k8s.host:\"web-2\"").click();
        awaitCount(1);
        assertThat(page.getByLabel("Query")).hasValue("-k8s.host:\"web-2\"");
        toggle(rows().first()).click();
        inPanel("Only events with k8s.host:\"web-1\"").click();
        assertThat(page.getByLabel("Query")).hasValue("-k8s.host:\"web-2\" k8s.host:\"web-1\"");
        awaitCount(1);
        button("tenant ×").click();
        assertThat(page.locator(".column")).hasCount(0);
        assertThat(page.locator("#heads")).isHidden();
    }

    @Test
    void nestedValuesAndLongNumbersAreShownAsTheyWereSent() {
        // Given
        site.post("""
                {"source":"%s","message":"exact","attributes":{"order":{"id":9007199254740993,"price":1.50}}}""".formatted(source));
        site.post("""
                {"source":"%s","message":"another","attributes":{"order.id":9007199254740992}}""".formatted(source));
        awaitArchived(2);
        open("?view=search&order=asc&source=" + source + "&columns=order.id");
        // When, Then
        assertThat(page.locator(".column")).hasText(new String[] {"9007199254740993", "9007199254740992"});
        toggle(rows().first()).click();
        assertThat(rows().first().locator(".panel")).containsText("9007199254740993");
        button("Column order.price").click();
        assertThat(rows().first().locator(".column").last()).hasText("1.5");
        inPanel("Only events with order.id:9007199254740993").click();
        awaitCount(1);
        assertThat(page.getByLabel("Query")).hasValue("order.id:9007199254740993");
    }

    @Test
    void showsInvisibleCharactersThatReorderText() {
        // Given
        site.post(source, "WARN", "opened \\u202Egnp.exe");
        awaitArchived(1);
        // When
        open("?view=search&q=exe&source=" + source);
        toggle(rows().first()).click();
        // Then
        assertThat(rows().first().locator(".line .message")).hasText("opened [U+202E]gnp.exe");
        assertThat(rows().first().locator(".panel .message")).hasText("opened [U+202E]gnp.exe");
        assertThat(rows().first().locator(".line mark")).hasText("exe");
    }

    @Test
    void textCanBeSelectedWithoutOpeningTheRow() {
        // Given
        site.post(source, "INFO", "order 4711 was paid by card");
        awaitArchived(1);
        open("?view=search&source=" + source);
        awaitCount(1);
        var box = rows().first().locator(".message").boundingBox();
        // When
        page.mouse().move(box.x + 1, box.y + box.height / 2);
        page.mouse().down();
        page.mouse().move(box.x + 120, box.y + box.height / 2);
        page.mouse().up();
        // Then
        assertThat((String) page.evaluate("() => getSelection().toString()")).startsWith("order 4711");
        assertThat(page.locator(".panel")).hasCount(0);
    }

    @Test
    void showsWhatWasBeforeAndAfter() {
        // Given
        for (int i = 0; i < 103; i++) {
            site.post(source, "INFO", "number " + i);
        }
        awaitArchived(103);
        open("?view=search&source=" + source + "&q=51");
        toggle(rows().first()).click();
        // When
        page.getByText("50 before and after").click();
        // Then
        awaitCount(101);
        assertThat(rows().first()).containsText("number 1");
        assertThat(page.locator(".named .line .message")).hasText("number 51");
        assertThat(rows().last()).containsText("number 101");
        page.goBack();
        awaitCount(1);
    }

    @Test
    void whatChangesIsWithinTheWindow() {
        // Given: a window that begins at an event
        for (int i = 0; i < 60; i++) {
            site.post("""
                    {"source":"%s","message":"number %d","attributes":{"tenant":"acme"}}""".formatted(source, i));
        }
        awaitArchived(60);
        open("?view=search&columns=tenant&source=" + source);
        awaitCount(60);
        toggle(rows().nth(10))
                .evaluate("each => { scrollBy(0, each.closest('li').getBoundingClientRect().top);"
                        + " each.focus({ preventScroll: true }); }");
        // When, Then: the heads do not cover the event before
        page.keyboard().press("k");
        assertThat(toggle(rows().nth(9))).isFocused();
        var heads = page.locator("#heads").boundingBox();
        assertThat(rows().nth(9).boundingBox().y).isGreaterThanOrEqualTo(heads.y + heads.height);
        // When, Then: a failure is seen
        page.route("**/api/v1/logs*", Route::abort);
        narrow(rows().last());
        assertThat(page.locator("#problem")).isInViewport();
        // When, Then: new results begin with the first
        page.unroute("**/api/v1/logs*");
        narrow(rows().last());
        awaitCount(60);
        assertThat(rows().first()).isInViewport();
    }

    private void narrow(Locator row) {
        toggle(row).press("Enter");
        row.locator("[aria-label^='Only events with severity']").click();
    }

    @Test
    void goesFromEventToEventByKeyboard() {
        // Given
        for (int i = 0; i < 3; i++) {
            site.post(source, "INFO", "number " + i);
        }
        awaitArchived(3);
        open("?view=search&source=" + source);
        awaitCount(3);
        // When
        page.keyboard().press("j");
        page.keyboard().press("j");
        // Then
        assertThat(toggle(rows().nth(1))).isFocused();
        page.keyboard().press("Enter");
        assertThat(rows().nth(1).locator(".panel")).containsText("number 1");
        page.keyboard().press("n");
        assertThat(page.locator(".panel")).hasCount(1);
        assertThat(rows().nth(2).locator(".panel")).containsText("number 0");
        page.keyboard().press("k");
        assertThat(toggle(rows().nth(1))).isFocused();
        button("Previous").click();
        assertThat(rows().nth(1).locator(".panel")).containsText("number 1");
        page.keyboard().press("Escape");
        assertThat(page.locator(".panel")).hasCount(0);
        assertThat(page).not().hasURL(Pattern.compile(".*event=.*"));
    }
}
