package io.logcast.testing.routes;

import static io.logcast.testing.TestKeys.base64;
import static io.logcast.testing.TestKeys.entry;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logcast.testing.TestKeys;
import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.response.Response;
import java.net.URI;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of callers with keys, the same for both services. A service's own class may add keys and tests. */
@SuppressWarnings("NullAway.Init") // Quarkus sets the URI.
public abstract class CallersWithKeys {

    /** The name of the caller that may call. */
    protected static final String CALLER = "caller";
    /** Its key. */
    protected static final String KEY = "logcast_of-the-role";
    /** The key of a caller of another role. */
    protected static final String STRANGER = "logcast_of-another-role";

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final String role;
    private final String otherRole;
    private final int taken;

    @TestHTTPResource(value = "/", management = true)
    URI management;

    /**
     * @param role the one that the call needs
     * @param taken the status of the call with that role
     */
    protected CallersWithKeys(String role, String otherRole, int taken) {
        this.role = role;
        this.otherRole = otherRole;
        this.taken = taken;
    }

    /** Makes the call with that header {@code Authorization}. */
    protected abstract Response call(String authorization);

    /** Further lines of the file of keys. */
    protected Stream<String> moreEntries() {
        return Stream.empty();
    }

    @BeforeEach
    protected final void writeKeys() {
        var entries = Stream.of(entry(CALLER, role, KEY), entry("stranger", otherRole, STRANGER));
        TestKeys.write(Stream.concat(entries, moreEntries()).toArray(String[]::new));
        await().atMost(PATIENCE)
                .until(() -> call("Bearer " + STRANGER).statusCode() == 403
                        && call("Bearer " + KEY).statusCode() == taken);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer %s", "Splunk %s", "ApiKey %s", "splunk %s"})
    void takesAKeyInEachScheme(String scheme) {
        assertThat(call(scheme.formatted(KEY)).statusCode()).isEqualTo(taken);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic", "ApiKey"})
    void takesAKeyBehindAnyName(String scheme) {
        assertThat(call(scheme + " " + base64(KEY)).statusCode()).isEqualTo(taken);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Splunk wrong", "ApiKey wrong", "Basic YW55Ondyb25n"})
    void refusesAnotherKey(String authorization) {
        assertRefused(call(authorization));
    }

    /** Checks the answer to a call without a valid key. */
    protected static void assertRefused(Response answer) {
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.jsonPath().getString("detail")).isEqualTo("The key is not valid");
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
    }

    @Test
    void namesTheRoleThatAKeyLacks() {
        var answer = call("Bearer " + STRANGER);
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.jsonPath().getString("detail")).contains(role);
    }

    @Test
    void followsTheFileWithoutARestart() {
        // When
        TestKeys.write(entry(CALLER, role, "logcast_new"));
        // Then
        await().atMost(PATIENCE)
                .until(() -> call("Bearer logcast_new").statusCode() == taken
                        && call("Bearer " + KEY).statusCode() == 401);
    }

    @Test
    void keepsTheKeysWhileTheFileIsBad() {
        // When
        TestKeys.write("not an entry");
        // Then
        await().atMost(PATIENCE)
                .until(() -> given().get(management.resolve("/q/metrics"))
                        .asString()
                        .contains("logcast_security_keys_stale 1.0"));
        assertThat(call("Bearer " + KEY).statusCode()).isEqualTo(taken);
    }
}
