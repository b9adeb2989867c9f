package io.logcast.producer.security;

import static io.logcast.testing.TestKeys.base64;
import static io.logcast.testing.TestKeys.entry;
import static io.logcast.testing.TestKeys.write;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logcast.model.wire.Ids;
import io.logcast.producer.InMemoryChannels;
import io.logcast.testing.Production;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Callers with keys, without an issuer. */
@SuppressWarnings("NullAway.Init") // Quarkus sets the URI.
@QuarkusTest
@TestProfile(KeysTest.KeysAlone.class)
@WithTestResource(InMemoryChannels.class)
class KeysTest {

    private static final String KEY = "logcast_of-a-publisher";
    private static final String OTHER = "logcast_of-another-publisher";
    private static final String SUBSCRIBER = "logcast_of-a-subscriber";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    public static final class KeysAlone extends Production {
        @Override
        public Map<String, String> getConfigOverrides() {
            write(entry("shipper", "publisher", KEY));
            var overrides = new HashMap<>(super.getConfigOverrides());
            overrides.put("logcast.security.authentication", "keys");
            overrides.put("logcast.security.keys", TestKeys.file().toString());
            return overrides;
        }
    }

    @TestHTTPResource(value = "/", management = true)
    URI management;

    @BeforeEach
    void writeKeys() {
        write(
                entry("shipper", "publisher", KEY),
                entry("shipper-2", "publisher", OTHER),
                entry("reader", "subscriber", SUBSCRIBER));
        await().atMost(PATIENCE).until(() -> post("Bearer " + OTHER).statusCode() == 202);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer %s", "Splunk %s", "ApiKey %s", "splunk %s"})
    void takesAKeyInEachScheme(String scheme) {
        assertThat(post(scheme.formatted(KEY)).statusCode()).isEqualTo(202);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic", "ApiKey"})
    void takesAKeyBehindAnyName(String scheme) {
        assertThat(post(scheme + " " + base64(KEY)).statusCode()).isEqualTo(202);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Bearer wrong", "Splunk wrong", "ApiKey wrong", "Basic YW55Ondyb25n", "Bearer", "Basic %%%"})
    void refusesAnotherKey(String authorization) {
        // When
        var answer = post(authorization);
        // Then
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.jsonPath().getString("detail")).isEqualTo("The key is not valid");
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
    }

    @Test
    void asksForAKey() {
        var answer =
                given().contentType("text/plain; charset=UTF-8").body("any").post("/api/v1/logs");
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.jsonPath().getString("detail")).isEqualTo("A key is needed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Splunk wrong", "Splunk " + SUBSCRIBER})
    void refusesAnotherKeyAsSplunkDoes(String authorization) {
        // When
        var answer = given().header("Authorization", authorization)
                .body("{\"event\":\"any\"}")
                .post("/services/collector");
        // Then
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.jsonPath().getInt("code")).isEqualTo(4);
        assertThat(answer.jsonPath().getString("text")).isEqualTo("Invalid token");
    }

    @Test
    void asksForAKeyAsSplunkDoes() {
        var answer = given().body("{\"event\":\"any\"}").post("/services/collector");
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.jsonPath().getInt("code")).isEqualTo(2);
    }

    @Test
    void namesTheRoleThatAKeyLacks() {
        var answer = post("Bearer " + SUBSCRIBER);
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.jsonPath().getString("detail")).contains("publisher");
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-Fetch-Site, cross-site,           401",
        "Sec-Fetch-Site, same-origin,          202",
        "Origin,         https://evil.example, 401"
    })
    void aPageOfAnotherSiteCannotUseThePasswordThatABrowserKnows(String header, String value, int status) {
        var answer = given().header("Authorization", "Basic " + base64(KEY))
                .header(header, value)
                .contentType("text/plain; charset=UTF-8")
                .body("any")
                .post("/api/v1/logs");
        assertThat(answer.statusCode()).isEqualTo(status);
    }

    @Test
    void namesTheIdempotencyKeysOfEachKeyApart() {
        assertThat(idOf(KEY)).isEqualTo(idOf(KEY)).isNotEqualTo(idOf(OTHER));
        // And distinct from the ids of a token whose subject is the key's name.
        assertThat(idOf(KEY))
                .isEqualTo(Ids.named("logcast:idempotency-key:11:key shipper:0:review-1")
                        .toString());
    }

    private static String idOf(String key) {
        return given().header("Authorization", "Bearer " + key)
                .header("Idempotency-Key", "review-1")
                .contentType("application/json")
                .body("{\"message\":\"any\"}")
                .post("/api/v1/logs")
                .jsonPath()
                .getString("id");
    }

    @Test
    void followsTheFileWithoutARestart() {
        // When
        write(entry("shipper", "publisher", "logcast_new"));
        // Then
        await().atMost(PATIENCE)
                .until(() -> post("Bearer logcast_new").statusCode() == 202
                        && post("Bearer " + KEY).statusCode() == 401);
    }

    @Test
    void keepsTheKeysWhileTheFileIsBad() {
        // When
        write("shipper publisher");
        // Then
        await().atMost(PATIENCE)
                .until(() -> given().get(management.resolve("/q/metrics"))
                        .asString()
                        .contains("logcast_security_keys_stale 1.0"));
        assertThat(post("Bearer " + KEY).statusCode()).isEqualTo(202);
    }

    private static Response post(String authorization) {
        return given().header("Authorization", authorization)
                .contentType("text/plain; charset=UTF-8")
                .body("any")
                .post("/api/v1/logs");
    }
}
