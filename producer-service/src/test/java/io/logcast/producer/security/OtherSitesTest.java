package io.logcast.producer.security;

import static io.logcast.producer.LogEventFixtures.PATH;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.producer.InMemoryChannels;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.smallrye.reactive.messaging.memory.InMemoryConnector;
import jakarta.enterprise.inject.Any;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What pages in a browser may do if callers are not authenticated. */
@QuarkusTest
@WithTestResource(InMemoryChannels.class)
class OtherSitesTest {

    @Inject
    @Any
    InMemoryConnector channels;

    @BeforeEach
    void forgetMessages() {
        channels.sink("logs").clear();
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site",
        "Origin, https://evil.example",
        "Origin, null"
    })
    void aPageOfAnotherSiteSendsNoEvents(String header, String value) {
        // When
        var answer = post(given().header(header, value));
        // Then
        assertRefused(answer, "QUARKUS_HTTP_CORS_ORIGINS");
    }

    @Test
    void aFormOfAnotherSiteSendsNoJson() {
        // When
        var answer = given().header("Origin", "https://evil.example")
                .contentType("application/x-www-form-urlencoded")
                .body("{\"message\":\"from a page\"}")
                .post(PATH);
        // Then
        assertRefused(answer, "QUARKUS_HTTP_CORS_ORIGINS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "evil.example:8080", "producer"})
    void aNameThatIsNotOursIsNotServed(String host) {
        // When
        var answer = post(given().header("Host", host));
        // Then
        assertRefused(answer, "LOGCAST_HTTP_HOSTS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1:8080", "[::1]:8080", "10.0.0.5"})
    void programsAndThePageItselfAreServed(String host) {
        assertThat(post(given().header("Host", host)).statusCode()).isEqualTo(202);
        assertThat(post(given().header("Host", host).header("Origin", "http://" + host))
                        .statusCode())
                .isEqualTo(202);
    }

    @Test
    void aLinkOfAnotherSiteMayBeFollowed() {
        given().header("Sec-Fetch-Site", "cross-site").get("/q/openapi").then().statusCode(200);
    }

    private static Response post(RequestSpecification request) {
        return request.contentType("text/plain; charset=UTF-8")
                .body("from a page")
                .post(PATH);
    }

    private void assertRefused(Response answer, String setting) {
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.jsonPath().getString("detail")).contains(setting);
        assertThat(channels.sink("logs").received()).isEmpty();
    }
}
