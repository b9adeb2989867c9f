package io.logcast.cli.connection;

import com.fasterxml.jackson.databind.JsonNode;
import io.logcast.cli.terminal.CliException;
import io.logcast.cli.terminal.ExitCode;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that an OpenID Connect issuer gives to the client itself (RFC 6749, 4.4). Each is used until shortly before it
 * expires.
 */
final class ClientCredentials implements Credentials {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final int DEFAULT_LIFETIME_SECONDS = 60;
    private static final int OK = 200;

    private final HttpClient http;
    private final URI issuer;
    private final String clientId;
    private final String secret;
    private final @Nullable String scope;
    private @Nullable String token;
    private long validUntilNanos;

    ClientCredentials(HttpClient http, URI issuer, String clientId, String secret, @Nullable String scope) {
        this.http = http;
        this.issuer = issuer;
        this.clientId = clientId;
        this.secret = secret;
        this.scope = scope;
    }

    @Override
    public synchronized String authorization() throws IOException {
        if (token == null || System.nanoTime() - validUntilNanos >= 0) {
            var answer = fetch();
            token = answer.path("access_token").asText();
            var lifetime = Math.max(1, answer.path("expires_in").asLong(DEFAULT_LIFETIME_SECONDS));
            // Requests take time, and clocks differ.
            validUntilNanos = System.nanoTime()
                    + Duration.ofSeconds(lifetime - Math.min(30, lifetime / 2)).toNanos();
        }
        return "Bearer " + token;
    }

    @Override
    public synchronized boolean renew() {
        token = null;
        return true;
    }

    private JsonNode fetch() throws IOException {
        var discovery = URI.create(issuer + "/.well-known/openid-configuration");
        var endpoint = endpoint(
                issuer,
                call(HttpRequest.newBuilder(discovery).GET())
                        .path("token_endpoint")
                        .asText());
        var form = new LinkedHashMap<String, String>();
        form.put("grant_type", "client_credentials");
        form.put("client_id", clientId);
        form.put("client_secret", secret);
        if (scope != null) {
            form.put("scope", scope);
        }
        var answer = call(HttpRequest.newBuilder(endpoint)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(encoded(form))));
        // Sending an illegal token would fail with a message that shows it.
        if (!ConnectionOptions.isLegal(answer.path("access_token").asText())) {
            throw new CliException(ExitCode.NOT_ALLOWED, issuer + " gave no token");
        }
        return answer;
    }

    /**
     * The issuer's token endpoint, which may have a query.
     *
     * @throws CliException if the secret cannot or must not be sent there
     */
    static URI endpoint(URI issuer, String text) {
        try {
            var endpoint = new URI(text);
            var isSafe = "https".equalsIgnoreCase(endpoint.getScheme())
                    || ("http".equalsIgnoreCase(endpoint.getScheme()) && "http".equals(issuer.getScheme()));
            if (isSafe
                    && endpoint.getHost() != null
                    && endpoint.getRawUserInfo() == null
                    && endpoint.getRawFragment() == null) {
                return endpoint;
            }
        } catch (URISyntaxException e) {
            // The message below says it.
        }
        throw new CliException(
                ExitCode.NOT_ALLOWED,
                issuer + "/.well-known/openid-configuration names no token_endpoint that can be used"
                        + " (https if the issuer's address is, without user and fragment)");
    }

    private JsonNode call(HttpRequest.Builder request) throws IOException {
        var answer = Exchange.call(http, request, TIMEOUT);
        if (answer.isTemporary()) {
            throw new IOException(issuer + " answered " + answer.status());
        }
        if (answer.status() != OK) {
            throw new CliException(
                    ExitCode.NOT_ALLOWED, "%s gave no token to %s: %s".formatted(issuer, clientId, reason(answer)));
        }
        return answer.json();
    }

    private static String reason(Answer answer) {
        var error = answer.json().path("error").asText();
        return error.isEmpty() ? Integer.toString(answer.status()) : error;
    }

    private static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
