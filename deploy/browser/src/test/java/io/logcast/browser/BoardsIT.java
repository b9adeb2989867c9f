package io.logcast.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** The views of sources, subscriptions and dead letters. */
class BoardsIT extends OpenPageTest {

    @Test
    void listsSourcesWithTheirErrors() {
        // Given
        site.post(source, "INFO", "fine");
        site.post(source, "ERROR", "broken");
        awaitArchived(2);
        // When
        open("?view=sources");
        // Then
        var row = row(source);
        assertThat(row.locator("[data-name=Events]")).hasText("2");
        row.locator("[data-name=Errors] a").click();
        page.waitForURL("**/*view=search*");
        awaitCount(1);
        assertThat(rows().first()).containsText("broken");
        assertThat(page.getByLabel("Query")).hasValue("source:" + source + " severity>=error");
    }

    @Test
    void makesAndDeletesASubscription() {
        // Given
        open("?view=subscriptions");
        assertThat(status()).containsText("subscription");
        page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill(source);
        page.getByLabel("Gets").selectOption("patterns");
        page.getByLabel("Which").fill(source + ".*");
        // When
        button("Create subscription").click();
        // Then
        assertThat(status()).containsText("Subscription " + source + " is ready.");
        assertThat(row(source)).containsText(source + ".*");
        site.post(source, "INFO", "waits");
        await().atMost(PATIENCE)
                .until(() -> site.get("/api/v1/subscriptions/" + source).body().contains("\"ready_messages\":1"));
        page.reload();
        assertThat(row(source).locator("[data-name='Messages waiting']")).hasText("1");
        answering(Dialog::dismiss, () -> row(source).getByText("Delete …").click());
        assertThat(row(source)).hasCount(1);
        assertThat(answering(
                        Dialog::accept, () -> row(source).getByText("Delete …").click()))
                .contains("the 1 message in it");
        assertThat(status()).containsText("was deleted.");
        assertThat(row(source)).hasCount(0);
        assertThat(site.get("/api/v1/subscriptions/" + source).statusCode()).isEqualTo(404);
    }

    @Test
    void showsSubscriptionsBeforeTheBrokerHasToldTheirStates() {
        // Given
        site.put("/api/v1/subscriptions/" + source, "{\"binding\":{\"type\":\"none\"}}");
        try {
            var held = new ArrayList<Route>();
            page.route("**/api/v1/subscriptions/" + source, held::add);
            // When
            open("?view=subscriptions");
            // Then
            var waiting = row(source).locator("[data-name='Messages waiting']");
            assertThat(waiting).hasText("…");
            page.waitForCondition(() -> !held.isEmpty());
            held.forEach(Route::resume);
            assertThat(waiting).hasText("0");
        } finally {
            site.delete("/api/v1/subscriptions/" + source);
        }
    }

    @Test
    void watchesASubscriptionWithoutTakingItsEvents() {
        // Given
        site.put("/api/v1/subscriptions/" + source, """
                {"binding":{"type":"patterns","patterns":["%s.*.error","#.%s"]}}""".formatted(source, "fatal"));
        open("?view=subscriptions");
        row(source).getByText("Watch").click();
        awaitLive();
        // When
        site.post(source + ".api", "INFO", "not for it");
        site.post(source + ".api.db", "ERROR", "one word too many");
        site.post(source + ".api", "ERROR", "for it");
        // Then
        assertThat(rows().first()).containsText("for it");
        assertThat(page.locator("#watched")).hasText(source + ": 1 message waiting, 0 readers, 0 dropped.");
        assertThat(rows().filter(new Locator.FilterOptions().setHasText(source)))
                .hasCount(1);
        site.delete("/api/v1/subscriptions/" + source);
        assertThat(page.locator("#problem")).containsText("There is no subscription " + source);
    }

    @Test
    void goesOnWatchingAfterACallFailed() {
        // Given
        site.put("/api/v1/subscriptions/" + source, """
                {"binding":{"type":"patterns","patterns":["%s.*"]}}""".formatted(source));
        var path = "**/api/v1/subscriptions/" + source;
        page.route(path, BoardsIT::fail, new Page.RouteOptions().setTimes(2));
        open("?view=watch&name=" + source);
        assertThat(page.locator("#watched")).containsText("0 messages waiting");
        awaitLive();
        assertThat(page.locator("#problem")).isHidden();
        // When
        page.route(path, BoardsIT::fail, new Page.RouteOptions().setTimes(1));
        assertThat(page.locator("#problem")).hasText("out of order");
        site.post(source, "INFO", "for it");
        // Then
        assertThat(page.locator("#watched")).containsText("1 message waiting");
        assertThat(page.locator("#problem")).isHidden();
        assertThat(rows().first()).containsText("for it");
        site.delete("/api/v1/subscriptions/" + source);
    }

    private static void fail(Route route) {
        route.fulfill(new Route.FulfillOptions()
                .setStatus(503)
                .setContentType("application/problem+json")
                .setBody("{\"detail\":\"out of order\"}"));
    }

    @Test
    void showsHowAPushGoesAndControlsItByKeyboard() {
        try (var hook = new Hook()) {
            // Given
            open("?view=subscriptions");
            page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill(source);
            page.getByLabel("Gets").selectOption("patterns");
            page.getByLabel("Which").fill(source + ".*");
            page.getByLabel("Pushed to a URL").press("Space");
            page.getByLabel("URL", new Page.GetByLabelOptions().setExact(true)).fill(hook.url());
            button("Create subscription").press("Enter");
            assertThat(status()).containsText("Subscription " + source + " is ready.");
            assertThat(push()).hasText("sending");
            // When
            hook.answers(503);
            site.post(source, "INFO", "not taken");
            awaitAttempt("retry");
            page.reload();
            // Then
            assertThat(push()).hasText("failing, 0 %");
            push().press("Enter");
            assertThat(details()).containsText("failing: the target does not accept events");
            assertThat(details()).containsText(hook.url());
            assertThat(details()).containsText("retry, the receiver answered 503 in ");
            // When
            pressInDetails("Pause");
            // Then
            assertThat(status()).containsText("The push of " + source + " is paused");
            push().press("Enter");
            assertThat(details()).containsText("An operator paused it");
            // When
            hook.answers(200);
            pressInDetails("Send a test event");
            // Then
            assertThat(status()).containsText("Test of " + source + ": delivered, 200 in ");
            // When
            push().press("Enter");
            pressInDetails("Resume");
            // Then
            assertThat(status()).containsText(source + " is pushed again.");
            awaitAttempt("delivered");
            page.reload();
            assertThat(push()).containsText("sending, ");
        }
    }

    private void awaitAttempt(String outcome) {
        await().atMost(PATIENCE)
                .until(() -> site.get("/api/v1/subscriptions/" + source + "/push")
                        .body()
                        .contains("\"" + outcome + "\""));
    }

    private Locator push() {
        return row(source).locator("[data-name=Readers] button");
    }

    private Locator details() {
        return page.locator("#details");
    }

    /** A closed dialog keeps its buttons, and Playwright would press them. */
    private void pressInDetails(String name) {
        var button = details().getByText(name);
        assertThat(button).isVisible();
        button.press("Enter");
    }

    @Test
    void tellsWhatIsWrongWithAPush() {
        // Given
        open("?view=subscriptions");
        page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill(source);
        page.getByLabel("Pushed to a URL").check();
        page.getByLabel("URL", new Page.GetByLabelOptions().setExact(true)).fill("https://hooks.example/");
        page.getByLabel("Authenticates with").selectOption("bearer");
        page.getByLabel("Name of that secret").fill("none");
        // When
        button("Create subscription").click();
        // Then
        assertThat(page.locator("#problem")).containsText("push.authentication.secret");
        assertThat(page.getByLabel("Pushed to a URL")).isChecked();
    }

    @Test
    void tellsWhatIsWrongWithASubscription() {
        // Given
        open("?view=subscriptions");
        page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("logs.mine");
        // When
        button("Create subscription").click();
        // Then
        assertThat(page.locator("#problem")).containsText("must not begin with logs");
        assertThat(page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)))
                .hasValue("logs.mine");
        // When
        page.route("**/api/v1/subscriptions/logs.mine", Route::abort);
        button("Create subscription").click();
        // Then
        assertThat(page.locator("#problem"))
                .hasText("The server cannot be reached. Whether this was done is not known.");
        assertThat(button("Try again")).isHidden();
    }

    private Locator row(String name) {
        return page.locator("#board tbody tr", new Page.LocatorOptions().setHasText(name));
    }

    @Test
    void showsDeadLettersWithTheirReason() throws Exception {
        // Given
        var body = "no event " + source + " and so on".repeat(1_500);
        deadLetter(body);
        // When
        open("?view=dead-letters");
        // Then
        assertThat(rows().first()).containsText("line 1: ");
        toggle(rows().first()).click();
        assertThat(details()).containsText(body);
        assertThat(details().getByText("Discard …")).isInViewport();
    }

    @Test
    void replaysADeadLetterAndDiscardsAllByKeyboard() throws Exception {
        // Given
        deadLetter("no event " + source);
        open("?view=dead-letters");
        page.getByLabel("Kind").selectOption("unreadable");
        toggle(rows().first()).press("Enter");
        answering(Dialog::dismiss, () -> pressInDetails("Replay"));
        assertThat(details()).isHidden();
        assertThat(status()).not().containsText("Replayed.");
        toggle(rows().first()).press("Enter");
        // When: it fails again
        answering(Dialog::accept, () -> pressInDetails("Replay"));
        // Then
        assertThat(status()).containsText("Replayed.");
        assertThat(details()).isHidden();
        await().atMost(PATIENCE)
                .until(() -> site.get("/api/v1/dead-letters").body().contains("replay_of"));
        page.reload();
        page.getByLabel("Kind").selectOption("unreadable");
        assertThat(rows()).not().hasCount(0);
        answering(Dialog::dismiss, () -> page.locator("#discard-all").press("Enter"));
        assertThat(rows()).not().hasCount(0);
        answering(Dialog::accept, () -> page.locator("#discard-all").press("Enter"));
        assertThat(status()).containsText("Discarded ");
        assertThat(rows()).hasCount(0);
        assertThat(page.locator("#kind option[value=unreadable]")).hasText("unreadable (0)");
        assertThat(page.locator("#replay-all")).isDisabled();
    }
}
