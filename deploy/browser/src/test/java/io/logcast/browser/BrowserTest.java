package io.logcast.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** One browser for all tests; each test has a page with a context of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BrowserTest {

    static final Duration PATIENCE = Duration.ofMinutes(3);

    private final NewContextOptions options;
    private Playwright playwright;
    private Browser browser;
    BrowserContext context;
    Page page;

    BrowserTest(NewContextOptions options) {
        this.options = options;
    }

    @BeforeAll
    final void openBrowser() {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE.toMillis());
        playwright = Chromium.playwright();
        browser = Chromium.launch(playwright);
    }

    @AfterAll
    final void closeBrowser() {
        playwright.close();
    }

    @BeforeEach
    final void openPage() {
        context = browser.newContext(options);
        context.setDefaultTimeout(PATIENCE.toMillis());
        page = context.newPage();
    }

    @AfterEach
    final void closePage() {
        context.close();
    }
}
