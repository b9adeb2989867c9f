package io.logcast.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.logcast.local.ServiceProcess;
import io.logcast.local.process.Ports;
import io.logcast.testing.TestIssuer;
import io.logcast.testing.oidc.Issuer;
import io.logcast.testing.tls.Certificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in production: over TLS, for those who sign in at the issuer. */
class SignInIT extends BrowserTest {

    @TempDir
    private static Path folder;

    private final TestIssuer issuer = TestIssuer.get();
    private final int httpsPort = Ports.free();
    private Site site;

    SignInIT() {
        // The certificate is signed by nobody that the browser knows.
        super(new NewContextOptions().setIgnoreHTTPSErrors(true));
    }

    @BeforeAll
    void start() {
        site = new Site("protected", protection(), tls());
    }

    @AfterAll
    void stop() {
        site.close();
    }

    private Map<String, String> protection() {
        return Map.of(
                "LOGCAST_SECURITY_AUTHENTICATION",
                "oidc",
                "QUARKUS_OIDC_AUTH_SERVER_URL",
                issuer.url(),
                "QUARKUS_OIDC_CLIENT_ID",
                Issuer.CLIENT,
                "QUARKUS_OIDC_CREDENTIALS_SECRET",
                Issuer.SECRET);
    }

    private Map<String, String> tls() {
        var certificates = Certificates.of("localhost", "dns:localhost", folder.toAbsolutePath());
        var settings = new HashMap<>(protection());
        settings.put("QUARKUS_HTTP_SSL_PORT", Integer.toString(httpsPort));
        settings.put("QUARKUS_HTTP_INSECURE_REQUESTS", "disabled");
        settings.put("QUARKUS_HTTP_TLS_CONFIGURATION_NAME", "https");
        settings.put(
                "QUARKUS_TLS_HTTPS_KEY_STORE_P12_PATH", certificates.keyStore().toString());
        settings.put("QUARKUS_TLS_HTTPS_KEY_STORE_P12_PASSWORD", Certificates.PASSWORD);
        return settings;
    }

    @Test
    void signsInTailsAndSignsOut() {
        // Given
        signIn("alice", "subscriber");
        assertThat(page.locator("#status")).containsText("Live");
        assertThat(page.locator("#session")).containsText("alice");
        // When
        site.postWith(issuer.token("publisher"), "{\"source\":\"sign.in\",\"message\":\"only for subscribers\"}");
        // Then
        assertThat(page.locator("#events li").first()).containsText("only for subscribers");
        page.getByText("Sign out").click();
        assertThat(page.getByRole(AriaRole.BUTTON)).hasText("Sign in");
        assertThat(page.url()).startsWith(issuer.url());
        assertThat(context.cookies()).noneMatch(cookie -> cookie.name.startsWith("q_session"));
    }

    @Test
    void comesBackToTheViewThatWasAskedFor() {
        signIn("alice", "subscriber");
        assertThat(page).hasURL(Pattern.compile(".*/\\?view=live&source=sign\\.in"));
        assertThat(page.getByLabel("Source")).hasValue("sign.in");
    }

    @Test
    void offersRepairToOperatorsAlone() {
        // Given
        signIn("alice", "subscriber");
        view("Dead letters").click();
        assertThat(page.locator("#status")).containsText("dead letter");
        assertThat(page.getByText("Replay all")).isHidden();
        assertThat(page.getByText("Discard all …")).isHidden();
        view("Subscriptions").click();
        assertThat(page.getByText("Create subscription")).isVisible();
        assertThat(page.getByText("Pushed to a URL")).isHidden();
        // When
        context.clearCookies();
        signIn("oscar", "subscriber operator");
        view("Dead letters").click();
        // Then
        assertThat(page.getByText("Replay all")).isVisible();
        assertThat(page.getByText("Discard all …")).isVisible();
    }

    @Test
    void keepsOutWhoHasNoRole() {
        signIn("mallory", "publisher");
        assertThat(page.locator("body")).containsText("Forbidden");
        assertThat(page.locator("#events")).hasCount(0);
    }

    @Test
    void tellsWhenTheSessionHasEnded() {
        // Given
        signIn("alice", "subscriber");
        assertThat(page.locator("#status")).containsText("Live");
        // When
        context.clearCookies();
        view("Search").click();
        // Then
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("Reload the page to sign in again");
    }

    @Test
    void tellsTheBrowserToStayWithTls() {
        var answer = page.navigate(address());
        assertThat(answer.request().redirectedFrom().response().headers())
                .containsEntry("strict-transport-security", "max-age=31536000");
    }

    @Test
    void logsNoSecrets() throws IOException {
        // Given
        signIn("alice", "subscriber");
        assertThat(page.locator("#status")).containsText("Live");
        var publisher = issuer.token("publisher");
        site.postWith(publisher, "{\"message\":\"of a publisher\"}");
        // When
        var logs = log(site.producer()) + log(site.consumer());
        // Then
        assertThat(logs)
                .contains("started in")
                .doesNotContain(publisher, Issuer.SECRET, Certificates.PASSWORD)
                .doesNotContain(
                        context.cookies().stream().map(cookie -> cookie.value).toList());
    }

    private Locator view(String name) {
        return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name));
    }

    private static String log(ServiceProcess service) throws IOException {
        return Files.readString(service.log());
    }

    private String address() {
        return "https://localhost:" + httpsPort + "/?view=live&source=sign.in";
    }

    private void signIn(String name, String roles) {
        page.navigate(address());
        assertThat(page.url()).startsWith(issuer.url());
        page.getByLabel("Name").fill(name);
        page.getByLabel("Roles").fill(roles);
        page.getByRole(AriaRole.BUTTON).click();
    }
}
