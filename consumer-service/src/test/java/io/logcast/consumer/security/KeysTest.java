package io.logcast.consumer.security;

import static io.logcast.testing.TestKeys.base64;
import static io.logcast.testing.TestKeys.entry;
import static io.logcast.testing.TestKeys.write;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logcast.consumer.InMemoryChannels;
import io.logcast.testing.DatabaseTestResource;
import io.logcast.testing.IssuerTestResource;
import io.logcast.testing.Production;
import io.logcast.testing.TestIssuer;
import io.logcast.testing.TestKeys;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Callers with keys, beside those with tokens. */
@SuppressWarnings("NullAway.Init") // Quarkus sets the URI.
@QuarkusTest
@TestProfile(KeysTest.BesideTokens.class)
@WithTestResource(InMemoryChannels.class)
@WithTestResource(DatabaseTestResource.class)
@WithTestResource(IssuerTestResource.class)
class KeysTest {

    private static final String KEY = "logcast_of-a-subscriber";
    private static final String PUBLISHER = "logcast_of-a-publisher";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    public static final class BesideTokens extends Production {
        @Override
        public Map<String, String> getConfigOverrides() {
            write(entry("reader", "subscriber", KEY));
            var overrides = new HashMap<>(super.getConfigOverrides());
            overrides.put("logcast.security.keys", TestKeys.file().toString());
            return overrides;
        }
    }

    @TestHTTPResource(value = "/", management = true)
    URI management;

    @BeforeEach
    void writeKeys() {
        write(entry("reader", "subscriber", KEY), entry("shipper", "publisher", PUBLISHER));
        await().atMost(PATIENCE)
                .until(() -> search("Bearer " + PUBLISHER).statusCode() == 403
                        && search("Bearer " + KEY).statusCode() == 200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer %s", "Splunk %s", "ApiKey %s"})
    void takesAKeyInEachScheme(String scheme) {
        assertThat(search(scheme.formatted(KEY)).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic", "ApiKey"})
    void takesAKeyBehindAnyName(String scheme) {
        assertThat(search(scheme + " " + base64(KEY)).statusCode()).isEqualTo(200);
    }

    @Test
    void takesTheIssuersTokensToo() {
        assertThat(search("Bearer " + TestIssuer.get().token("subscriber")).statusCode())
                .isEqualTo(200);
        var stranger = search("Bearer no-token");
        assertThat(stranger.statusCode()).isEqualTo(401);
        assertThat(stranger.jsonPath().getString("detail")).isEqualTo("The token, or the session, is not valid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Splunk wrong", "ApiKey wrong", "Basic YW55Ondyb25n"})
    void refusesAnotherKey(String authorization) {
        var answer = search(authorization);
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.jsonPath().getString("detail")).isEqualTo("The key is not valid");
    }

    @Test
    void namesTheRoleThatAKeyLacks() {
        var answer = search("Bearer " + PUBLISHER);
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.jsonPath().getString("detail")).contains("subscriber");
    }

    @Test
    void theKeysNameIsTheCaller() {
        var session = given().header("Authorization", "Bearer " + KEY).get("/ui/session");
        assertThat(session.asString()).isEqualTo("{\"name\":\"reader\",\"operator\":false}");
    }

    @Test
    void aBrowserStillSignsInAtTheIssuer() {
        var answer = given().redirects().follow(false).accept("text/html").get("/");
        assertThat(answer.statusCode()).isEqualTo(302);
    }

    @Test
    void followsTheFileWithoutARestart() {
        // When
        write(entry("reader", "subscriber", "logcast_new"));
        // Then
        await().atMost(PATIENCE)
                .until(() -> search("Bearer logcast_new").statusCode() == 200
                        && search("Bearer " + KEY).statusCode() == 401);
    }

    @Test
    void keepsTheKeysWhileTheFileIsBad() {
        // When
        write("reader subscriber");
        // Then
        await().atMost(PATIENCE)
                .until(() -> given().get(management.resolve("/q/metrics"))
                        .asString()
                        .contains("logcast_security_keys_stale 1.0"));
        assertThat(search("Bearer " + KEY).statusCode()).isEqualTo(200);
    }

    private static Response search(String authorization) {
        return given().header("Authorization", authorization).get("/api/v1/logs");
    }
}
