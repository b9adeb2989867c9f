package io.logcast.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.rabbitmq.client.AMQP.BasicProperties;
import io.logcast.testing.BrokerProbe;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** The page where nobody has to sign in, and what all its tests do with it. */
abstract class OpenPageTest extends BrowserTest {

    Site site;
    /** Each test has one of its own. */
    String source;

    OpenPageTest() {
        super(new NewContextOptions()
                .setTimezoneId("UTC")
                .setPermissions(List.of("clipboard-read", "clipboard-write"))
                .setAcceptDownloads(true));
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

    void open(String query) {
        page.navigate(site.page(query));
    }

    void openLive(String query) {
        open(query);
        awaitLive();
    }

    void awaitLive() {
        assertThat(status()).containsText("Live");
    }

    void awaitArchived(int count) {
        await().atMost(PATIENCE).until(() -> site.archivedIds(source).size() == count);
    }

    Locator status() {
        return page.locator("#status");
    }

    Locator rows() {
        return page.locator("#events > li");
    }

    Locator toggle(Locator row) {
        return row.locator(".toggle");
    }

    Locator button(String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }

    void awaitCount(int count) {
        assertThat(page.locator("#events[aria-busy=true]")).hasCount(0);
        assertThat(rows()).hasCount(count);
    }

    List<?> shownIds() {
        return (List<?>) rows().evaluateAll("rows => rows.map(row => row.dataset.id)");
    }

    /** Does what opens a dialog, and answers it. Returns the dialog's text once it is answered. */
    String answering(Consumer<Dialog> answer, Runnable opening) {
        var text = new StringBuilder();
        page.onceDialog(dialog -> {
            answer.accept(dialog);
            text.append(dialog.message());
        });
        opening.run();
        page.waitForCondition(() -> !text.isEmpty());
        return text.toString();
    }

    /** Makes a dead letter with that body. */
    void deadLetter(String body) throws Exception {
        var before = site.get("/api/v1/dead-letters").body();
        try (var broker = new BrokerProbe()) {
            var ours = new BasicProperties.Builder().type("logcast.v1").build();
            broker.channel().basicPublish("logs", "a.info", ours, body.getBytes(StandardCharsets.UTF_8));
        }
        await().atMost(PATIENCE)
                .until(() -> !site.get("/api/v1/dead-letters").body().equals(before));
    }
}
