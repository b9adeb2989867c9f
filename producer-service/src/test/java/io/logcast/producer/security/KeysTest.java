package io.logcast.producer.security;

import static io.logcast.testing.TestKeys.base64;
import static io.logcast.testing.TestKeys.entry;
import static io.logcast.testing.TestKeys.write;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.model.wire.Ids;
import io.logcast.producer.InMemoryChannels;
import io.logcast.testing.Production;
import io.logcast.testing.TestKeys;
import io.logcast.testing.routes.CallersWithKeys;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Callers with keys, without an issuer. */
@QuarkusTest
@TestProfile(KeysTest.KeysAlone.class)
@WithTestResource(InMemoryChannels.class)
class KeysTest extends CallersWithKeys {

    private static final String OTHER = "logcast_of-another-publisher";

    public static final class KeysAlone extends Production {
        @Override
        public Map<String, String> getConfigOverrides() {
            write(entry(CALLER, "publisher", KEY));
            var overrides = new HashMap<>(super.getConfigOverrides());
            overrides.put("logcast.security.authentication", "keys");
            overrides.put("logcast.security.keys", TestKeys.file().toString());
            return overrides;
        }
    }

    KeysTest() {
        super("publisher", "subscriber", 202);
    }

    @Override
    protected Stream<String> moreEntries() {
        return Stream.of(entry("caller-2", "publisher", OTHER));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer wrong", "Bearer", "Basic %%%"})
    void takesNothingElseForAToken(String authorization) {
        assertRefused(call(authorization));
    }

    @Test
    void asksForAKey() {
        var answer =
                given().contentType("text/plain; charset=UTF-8").body("any").post("/api/v1/logs");
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.jsonPath().getString("detail")).isEqualTo("A key is needed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Splunk wrong", "Splunk " + STRANGER})
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
                .isEqualTo(Ids.named("logcast:idempotency-key:10:key caller:0:review-1")
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

    @Override
    protected Response call(String authorization) {
        return given().header("Authorization", authorization)
                .contentType("text/plain; charset=UTF-8")
                .body("any")
                .post("/api/v1/logs");
    }
}
