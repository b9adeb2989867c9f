package io.logcast.consumer.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.logcast.consumer.webhooks.WebhookTarget.Authentication;
import io.logcast.consumer.webhooks.WebhookTarget.Format;
import io.logcast.consumer.webhooks.WebhookTarget.Scheme;
import io.logcast.http.InvalidFieldException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookTargetTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com",
                "http://example.com:8080/hooks?a=b%20c",
                "HTTPS://EXAMPLE.COM/",
                "https://93.184.216.34/",
                "https://[2606:2800:220:1::1]:8443/x"
            })
    void takesUrls(String url) {
        assertThat(target(url, Map.of()).url()).isEqualTo(URI.create(url));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ftp://example.com/ | must begin with https:// or http://",
                "file:///etc/passwd | must begin with https:// or http://",
                "/hooks | must begin with https:// or http://",
                "https:hooks | must have a host",
                "https:///hooks | must have a host",
                "https://under_score.example/ | must have a host",
                "https://user:password@example.com/ | must not have a user or password",
                "https://user@example.com/ | must not have a user or password",
                "https://example.com/#part | must not have a fragment",
                "https://example.com:0/ | must have a port of 1 to 65535",
                "https://example.com:65536/ | must have a port of 1 to 65535",
                "https://example.com/ü | all of ASCII"
            })
    void refusesUrls(String url, String reason) {
        assertThatThrownBy(() -> target(url, Map.of()))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageStartingWith("push.url: ")
                .hasMessageContaining(reason)
                .hasMessageNotContaining("password@");
    }

    @Test
    void refusesAUrlThatIsTooLong() {
        var url = "https://example.com/" + "a".repeat(2048);
        assertThatThrownBy(() -> target(url, Map.of())).hasMessageContaining("push.url: must have at most 2048");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host",
                "content-length",
                "Content-Type",
                "Content-Encoding",
                "Connection",
                "Transfer-Encoding",
                "TE",
                "Upgrade",
                "Proxy-Authorization",
                "webhook-id",
                "Webhook-Signature",
                "Authorization",
                "Cookie",
                "a b",
                "a\nb",
                ""
            })
    void refusesHeaders(String name) {
        assertThatThrownBy(() -> target("https://example.com", Map.of(name, "value")))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageStartingWith("push.headers: must");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nwebhook-id: b", " a", "ü", "\u0000"})
    void refusesValuesOfHeaders(String value) {
        assertThatThrownBy(() -> target("https://example.com", Map.of("X-Tenant", value)))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageStartingWith("push.headers.X-Tenant: must");
    }

    @Test
    void refusesTheSameHeaderTwice() {
        assertThatThrownBy(() -> target("https://example.com", Map.of("X-Tenant", "a", "x-tenant", "b")))
                .hasMessage("push.headers: must not have a name twice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../key", "a/b", "/etc/passwd", "a.b", "..", ".hidden", "-a", "", "a b", "a\u0000"})
    void refusesNamesThatCouldLeadToOtherFiles(String name) {
        var url = URI.create("https://example.com");
        assertThatThrownBy(() -> new WebhookTarget(url, Format.JSON, Map.of(), List.of(name), null, null))
                .hasMessageStartingWith("push.secrets: must be a name");
        assertThatThrownBy(() -> new Authentication(Scheme.BEARER, name))
                .hasMessageStartingWith("push.authentication.secret: must be a name");
        assertThatThrownBy(() -> new WebhookTarget(url, Format.JSON, Map.of(), List.of(), null, name))
                .hasMessageStartingWith("push.tls: must be a name");
    }

    @Test
    void refusesMoreThanTwoSecrets() {
        var url = URI.create("https://example.com");
        assertThatThrownBy(() -> new WebhookTarget(url, Format.JSON, Map.of(), List.of("a", "b", "c"), null, null))
                .hasMessage("push.secrets: must be at most 2");
    }

    @Test
    void isWhatItWasAsJson() throws JsonProcessingException {
        // Given
        var json = """
                {"url":"https://example.com/hooks","format":"otlp","headers":{"X-Tenant":"acme"},"secrets":["new","old"],\
                "authentication":{"scheme":"basic","secret":"account"},"tls":"partner"}""";
        // When
        var target = JSON.readValue(json, WebhookTarget.class);
        // Then
        assertThat(target.format()).isEqualTo(Format.OTLP);
        assertThat(target.authentication()).isEqualTo(new Authentication(Scheme.BASIC, "account"));
        assertThat(JSON.readTree(JSON.writeValueAsString(target))).isEqualTo(JSON.readTree(json));
    }

    @Test
    void needsOnlyAUrl() throws JsonProcessingException {
        assertThat(JSON.readValue("{\"url\":\"https://example.com\"}", WebhookTarget.class))
                .isEqualTo(target("https://example.com", Map.of()));
    }

    private static WebhookTarget target(String url, Map<String, String> headers) {
        return new WebhookTarget(URI.create(url), Format.JSON, headers, List.of(), null, null);
    }
}
