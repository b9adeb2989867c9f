package io.logcast.consumer.security;

import static io.logcast.testing.routes.Caller.bearer;
import static io.logcast.testing.routes.Caller.beginning;
import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.consumer.InMemoryChannels;
import io.logcast.testing.DatabaseTestResource;
import io.logcast.testing.IssuerTestResource;
import io.logcast.testing.Production;
import io.logcast.testing.TestIssuer;
import io.logcast.testing.routes.Caller;
import io.logcast.testing.routes.Route;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The web page's session: the code flow, step by step. */
@SuppressWarnings("NullAway.Init") // Quarkus sets the URIs.
@QuarkusTest
@TestProfile(Production.class)
@WithTestResource(InMemoryChannels.class)
@WithTestResource(DatabaseTestResource.class)
@WithTestResource(IssuerTestResource.class)
class SessionTest {

    private static final Route SEARCH = new Route("GET", "/api/v1/logs");
    private static final Route SESSION = new Route("GET", "/ui/session");
    private static final Route REPLAY = new Route("POST", "/api/v1/dead-letters/7/replay");
    private static final Route STREAM = new Route("GET", "/api/v1/subscriptions/audit/stream");
    private static final String[] NAVIGATION = {"Accept", "text/html,*/*"};

    @TestHTTPResource("/")
    URI service;

    private Caller caller() {
        return new Caller(service);
    }

    @Test
    void whoSignedInReadsWithTheSession() {
        // When
        var cookie = signIn("alice", "subscriber");
        // Then
        assertThat(caller().status(SEARCH, "Cookie", cookie)).isEqualTo(200);
        assertThat(caller().status(new Route("GET", "/"), "Cookie", cookie)).isEqualTo(200);
        assertThat(beginning(caller().open(SESSION, "Cookie", cookie)))
                .isEqualTo("{\"name\":\"alice\",\"signOut\":\"/logout\",\"operator\":false}");
        assertThat(caller().status(REPLAY, "Cookie", cookie, "Sec-Fetch-Site", "same-origin"))
                .isEqualTo(403);
    }

    @Test
    void whoSignsInWithoutARoleReadsNothing() {
        // When
        var cookie = signIn("mallory", "");
        // Then
        assertThat(caller().status(SEARCH, "Cookie", cookie)).isEqualTo(403);
        assertThat(caller().status(new Route("GET", "/"), "Cookie", cookie)).isEqualTo(403);
    }

    @Test
    void anotherSiteCannotUseTheSession() {
        // Given
        var cookie = signIn("oscar", "subscriber operator");
        assertThat(beginning(caller().open(SESSION, "Cookie", cookie))).contains("\"operator\":true");
        // When
        var forged = List.of(
                caller().open(REPLAY, "Cookie", cookie),
                caller().open(REPLAY, "Cookie", cookie, "Sec-Fetch-Site", "same-site"),
                caller().open(REPLAY, "Cookie", cookie, "Sec-Fetch-Site", "cross-site", "Origin", "https://evil.test"),
                // This call would take the events.
                caller().open(STREAM, "Cookie", cookie, "Sec-Fetch-Site", "cross-site"));
        // Then
        for (var answer : forged) {
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(beginning(answer)).contains("only the web page itself");
        }
        assertThat(caller().status(REPLAY, "Cookie", cookie, "Sec-Fetch-Site", "same-origin"))
                .isNotIn(401, 403);
        assertThat(caller().status(REPLAY, bearer(TestIssuer.get().token("operator"))))
                .isNotIn(401, 403);
    }

    @Test
    void aSessionThatIsNotOursSignsInAgain() {
        var cookie = "q_session=forged";
        assertThat(caller().status(SEARCH, "Cookie", cookie)).isEqualTo(401);
        var page = caller().open(new Route("GET", "/"), "Cookie", cookie, "Accept", "text/html");
        assertThat(page.statusCode()).isEqualTo(302);
        assertThat(location(page)).startsWith(TestIssuer.get().url() + "/authorize");
    }

    @Test
    void signsOutAtTheIssuerToo() {
        // Given
        var cookie = signIn("alice", "subscriber");
        // When
        var answer = caller().open(new Route("GET", "/logout"), "Cookie", cookie);
        // Then
        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(location(answer)).startsWith(TestIssuer.get().url() + "/logout");
        assertThat(answer.headers().allValues("Set-Cookie"))
                .anyMatch(gone -> gone.startsWith("q_session=;") && gone.contains("Max-Age=0"));
    }

    /** The session's cookies. */
    private String signIn(String user, String roles) {
        var issuer = new Caller(URI.create(TestIssuer.get().url()));
        var start = caller().open(new Route("GET", "/?view=search"), NAVIGATION);
        assertThat(start.statusCode()).isEqualTo(302);
        var login = location(start)
                .replace("/authorize?", "/login?user=%s&roles=%s&".formatted(user, roles.replace(" ", "%20")));
        var back = URI.create(location(issuer.open(new Route("GET", login))));
        var session = caller().open(
                        new Route("GET", back.getRawPath() + "?" + back.getRawQuery()),
                        "Cookie",
                        cookies(start),
                        "Accept",
                        "text/html");
        assertThat(session.statusCode()).isEqualTo(302);
        assertThat(location(session)).endsWith("/?view=search");
        assertThat(session.headers().allValues("Set-Cookie"))
                .filteredOn(cookie -> cookie.startsWith("q_session"))
                .isNotEmpty()
                .allSatisfy(cookie ->
                        assertThat(cookie.toLowerCase(Locale.ROOT)).contains("httponly", "secure", "samesite=lax"));
        return cookies(session);
    }

    private static String location(HttpResponse<InputStream> answer) {
        return answer.headers().firstValue("Location").orElseThrow();
    }

    private static String cookies(HttpResponse<InputStream> answer) {
        return answer.headers().allValues("Set-Cookie").stream()
                .map(cookie -> cookie.substring(0, cookie.indexOf(';')))
                .filter(cookie -> !cookie.endsWith("="))
                .collect(Collectors.joining("; "));
    }
}
