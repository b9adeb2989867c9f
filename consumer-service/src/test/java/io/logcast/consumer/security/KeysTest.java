package io.logcast.consumer.security;

import static io.logcast.testing.TestKeys.entry;
import static io.logcast.testing.TestKeys.write;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.consumer.InMemoryChannels;
import io.logcast.testing.DatabaseTestResource;
import io.logcast.testing.IssuerTestResource;
import io.logcast.testing.Production;
import io.logcast.testing.TestIssuer;
import io.logcast.testing.TestKeys;
import io.logcast.testing.routes.CallersWithKeys;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Callers with keys, beside those with tokens. */
@QuarkusTest
@TestProfile(KeysTest.BesideTokens.class)
@WithTestResource(InMemoryChannels.class)
@WithTestResource(DatabaseTestResource.class)
@WithTestResource(IssuerTestResource.class)
class KeysTest extends CallersWithKeys {

    public static final class BesideTokens extends Production {
        @Override
        public Map<String, String> getConfigOverrides() {
            write(entry(CALLER, "subscriber", KEY));
            var overrides = new HashMap<>(super.getConfigOverrides());
            overrides.put("logcast.security.keys", TestKeys.file().toString());
            return overrides;
        }
    }

    KeysTest() {
        super("subscriber", "publisher", 200);
    }

    @Test
    void takesTheIssuersTokensToo() {
        assertThat(call("Bearer " + TestIssuer.get().token("subscriber")).statusCode())
                .isEqualTo(200);
        var stranger = call("Bearer no-token");
        assertThat(stranger.statusCode()).isEqualTo(401);
        assertThat(stranger.jsonPath().getString("detail")).isEqualTo("The token, or the session, is not valid");
    }

    @Test
    void theKeysNameIsTheCaller() {
        var session = given().header("Authorization", "Bearer " + KEY).get("/ui/session");
        assertThat(session.asString()).isEqualTo("{\"name\":\"caller\",\"operator\":false}");
    }

    @Test
    void aBrowserStillSignsInAtTheIssuer() {
        var answer = given().redirects().follow(false).accept("text/html").get("/");
        assertThat(answer.statusCode()).isEqualTo(302);
    }

    @Override
    protected Response call(String authorization) {
        return given().header("Authorization", authorization).get("/api/v1/logs");
    }
}
