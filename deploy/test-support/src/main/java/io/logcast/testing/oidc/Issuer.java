package io.logcast.testing.oidc;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * An OpenID Connect issuer on the loopback interface. It has discovery, keys, the authorization code flow with PKCE,
 * client credentials and logout. There are no passwords: its form asks for a name and for roles, which a token has in
 * the claim {@code groups}. With client credentials, the scopes are the roles.
 */
public final class Issuer implements AutoCloseable {

    /** The client's id, which is also the audience of its tokens. */
    public static final String CLIENT = "logcast";
    /** The client's secret. */
    public static final String SECRET = "the-secret-of-the-test-client-32";

    private static final long LIFETIME_SECONDS = 300;
    private static final String FORM = """
            <!doctype html><title>Sign in</title>
            <form action="login">%s
            <label>Name <input name="user"></label> <label>Roles <input name="roles"></label> <button>Sign in</button>
            </form>""";

    /** A sign-in whose code has not been redeemed yet. */
    private record Grant(Map<String, String> request, String user, String roles) {}

    private final HttpServer server;
    private final String url;
    private final SigningKey key = new SigningKey();
    private final Map<String, Grant> grants = new ConcurrentHashMap<>();

    private Issuer(HttpServer server, String url) {
        this.server = server;
        this.url = url;
        server.createContext("/.well-known/openid-configuration", Endpoint.handler(this::discovery));
        server.createContext("/keys", Endpoint.handler(this::keys));
        server.createContext("/authorize", Endpoint.handler(this::form));
        server.createContext("/login", Endpoint.handler(this::login));
        server.createContext("/token", Endpoint.handler(this::token));
        server.createContext("/logout", Endpoint.handler(this::logout));
    }

    /** Starts one on a free port. */
    public static Issuer start() {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            return start(server, "http://127.0.0.1:" + server.getAddress().getPort());
        } catch (IOException e) {
            throw new IllegalStateException("The issuer could not be started", e);
        }
    }

    /**
     * Starts it in a container of its own, where it listens on all addresses.
     *
     * @param args its port, and the URL by which others call it
     */
    public static void main(String[] args) throws IOException {
        start(HttpServer.create(new InetSocketAddress(Integer.parseInt(args[0])), 0), args[1]);
    }

    private static Issuer start(HttpServer server, String url) {
        var issuer = new Issuer(server, url);
        server.start();
        return issuer;
    }

    /** The URL that clients are configured with; also the {@code iss} of tokens. */
    public String url() {
        return url;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private Answer discovery(Map<String, String> request) {
        return Answer.json("""
                {"issuer":"%1$s","authorization_endpoint":"%1$s/authorize","token_endpoint":"%1$s/token",
                 "jwks_uri":"%1$s/keys","end_session_endpoint":"%1$s/logout","response_types_supported":["code"],
                 "subject_types_supported":["public"],"id_token_signing_alg_values_supported":["RS256"],
                 "code_challenge_methods_supported":["S256"]}""".formatted(url()));
    }

    private Answer keys(Map<String, String> request) {
        return Answer.json(key.publicKeys());
    }

    private Answer form(Map<String, String> request) {
        var hidden = request.entrySet().stream()
                .map(field -> "<input type=hidden name=\"%s\" value=\"%s\">"
                        .formatted(escaped(field.getKey()), escaped(field.getValue())))
                .collect(Collectors.joining());
        return new Answer(200, "text/html", FORM.formatted(hidden), null);
    }

    private Answer login(Map<String, String> request) {
        var code = UUID.randomUUID().toString();
        grants.put(code, new Grant(request, required(request, "user"), request.getOrDefault("roles", "")));
        return Answer.redirect(required(request, "redirect_uri")
                + "?code=" + code
                + "&state=" + URLEncoder.encode(required(request, "state"), StandardCharsets.UTF_8));
    }

    private Answer token(Map<String, String> request) {
        return switch (required(request, "grant_type")) {
            case "client_credentials" -> {
                var lifetime = Long.parseLong(request.getOrDefault("lifetime", Long.toString(LIFETIME_SECONDS)));
                var token = signed(required(request, "client_id"), request.getOrDefault("scope", ""), lifetime, "");
                yield Answer.json("""
                        {"access_token":"%s","token_type":"Bearer"}""".formatted(token));
            }
            case "authorization_code" -> redeemed(request);
            default -> Answer.error("unsupported_grant_type");
        };
    }

    private Answer redeemed(Map<String, String> request) {
        var grant = grants.remove(required(request, "code"));
        if (grant == null
                || !required(request, "redirect_uri").equals(grant.request().get("redirect_uri"))
                || !challenge(required(request, "code_verifier"))
                        .equals(grant.request().get("code_challenge"))) {
            return Answer.error("invalid_grant");
        }
        var nonce = ",\"nonce\":\"" + grant.request().get("nonce") + '"';
        return Answer.json("""
                {"access_token":"%s","id_token":"%s","token_type":"Bearer","expires_in":%d}""".formatted(
                        signed(grant.user(), grant.roles(), LIFETIME_SECONDS, ""),
                        signed(grant.user(), grant.roles(), LIFETIME_SECONDS, nonce),
                        LIFETIME_SECONDS));
    }

    private Answer logout(Map<String, String> request) {
        var back = request.get("post_logout_redirect_uri");
        return back == null ? new Answer(200, "text/html", "Signed out", null) : Answer.redirect(back);
    }

    private String signed(String user, String roles, long lifetime, String more) {
        var groups = Arrays.stream(roles.split(" "))
                .filter(role -> !role.isEmpty())
                .map(role -> '"' + role + '"')
                .collect(Collectors.joining(","));
        var now = Instant.now().getEpochSecond();
        return key.sign("""
                {"iss":"%s","sub":"%s","preferred_username":"%s","aud":"%s","iat":%d,"exp":%d,"groups":[%s]%s}""".formatted(url(), user, user, CLIENT, now, now + lifetime, groups, more));
    }

    private static String challenge(String verifier) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;");
    }

    private static String required(Map<String, String> request, String field) {
        var value = request.get(field);
        if (value == null) {
            throw new IllegalArgumentException(field + " is missing");
        }
        return value;
    }
}
