package io.logcast.testing;

import io.logcast.testing.oidc.Issuer;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * The OpenID Connect issuer that all tests of a JVM share.
 *
 * @param url the URL that a service is configured with
 */
public record TestIssuer(String url) {
    // As in TestBroker: seen by every class loader.
    private static final String SHARED = "logcast.test.issuer.shared";
    private static final Pattern ACCESS_TOKEN = Pattern.compile("\"access_token\":\"([^\"]+)\"");
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** The issuer's address. The first call starts it. */
    public static TestIssuer get() {
        Properties properties = System.getProperties();
        synchronized (properties) {
            String shared = properties.getProperty(SHARED);
            if (shared == null) {
                shared = Issuer.start().url();
                properties.setProperty(SHARED, shared);
            }
            return new TestIssuer(shared);
        }
    }

    /** A token that is good for minutes. */
    public String token(String... roles) {
        return token(Duration.ofMinutes(5), roles);
    }

    /** @param lifetime counted from now; with a negative one, the token has expired */
    public String token(Duration lifetime, String... roles) {
        return token("program", lifetime, roles);
    }

    /** A token of the client with that name, valid for minutes. */
    public String tokenOf(String client, String... roles) {
        return token(client, Duration.ofMinutes(5), roles);
    }

    private String token(String client, Duration lifetime, String... roles) {
        var scope = URLEncoder.encode(String.join(" ", roles), StandardCharsets.UTF_8);
        var form = "grant_type=client_credentials&client_id=" + client + "&scope=" + scope + "&lifetime="
                + lifetime.toSeconds();
        var request = HttpRequest.newBuilder(URI.create(url + "/token"))
                .timeout(PATIENCE)
                .POST(BodyPublishers.ofString(form))
                .build();
        try {
            var answer = HttpClient.newHttpClient()
                    .send(request, BodyHandlers.ofString())
                    .body();
            var token = ACCESS_TOKEN.matcher(answer);
            if (!token.find()) {
                throw new IllegalStateException("The issuer gave no token: " + answer);
            }
            return token.group(1);
        } catch (IOException e) {
            throw new IllegalStateException("The issuer did not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for a token", e);
        }
    }
}
