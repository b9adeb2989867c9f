package io.logcast.cli.connection;

import io.logcast.cli.terminal.CliException;
import io.logcast.cli.terminal.Terminal;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The service's address and the caller's credentials. Options override the environment, which overrides the
 * configuration file.
 */
public final class ConnectionOptions {

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Pattern SECRET = Pattern.compile("[\\x21-\\x7e]+");

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Address of the service. Default: LOGCAST_PRODUCER_URL for send, LOGCAST_CONSUMER_URL for all"
                    + " other commands; then LOGCAST_URL; then http://localhost:8080 and http://localhost:8081.")
    private @Nullable String url;

    @Option(
            names = "--key-file",
            paramLabel = "FILE",
            description = "File with the key of this caller. Default: LOGCAST_KEY_FILE, or the key in LOGCAST_KEY.")
    private @Nullable Path keyFile;

    @Option(
            names = "--issuer",
            paramLabel = "URL",
            description = "OpenID Connect issuer of tokens, instead of a key. Default: LOGCAST_ISSUER.")
    private @Nullable String issuer;

    @Option(
            names = "--client-id",
            paramLabel = "ID",
            description = "With an issuer: this client's id. Default: LOGCAST_CLIENT_ID.")
    private @Nullable String clientId;

    @Option(
            names = "--client-secret-file",
            paramLabel = "FILE",
            description = "With an issuer: file with the client's secret. Default: LOGCAST_CLIENT_SECRET_FILE, or the"
                    + " secret in LOGCAST_CLIENT_SECRET.")
    private @Nullable Path clientSecretFile;

    @Option(
            names = "--scope",
            paramLabel = "SCOPE",
            description = "With an issuer: scope of the tokens. Default: LOGCAST_SCOPE, or none.")
    private @Nullable String scope;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration file. Default: LOGCAST_CONFIG, or ~/.config/logcast/config.")
    private @Nullable Path config;

    /** The service, with its credentials. */
    public Api connect(Terminal terminal, Service service) {
        if (keyFile != null && issuer != null) {
            throw CliException.usage("give either --key-file or --issuer");
        }
        var settings = settings(terminal);
        var address = address(settings.find(service, "url").orElse(service.defaultUrl()));
        // A redirect would send the credentials elsewhere.
        var http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT)
                .build();
        return new Api(http, address, credentials(http, settings, service));
    }

    /** The folder for the positions in files and for the spools. */
    public Path stateFolder(Terminal terminal, @Nullable Path given) {
        if (given != null) {
            return given;
        }
        return settings(terminal)
                .find("state")
                .map(Path::of)
                .orElseGet(() -> Settings.home(terminal.environment(), "XDG_STATE_HOME", ".local/state"));
    }

    private Settings settings(Terminal terminal) {
        var given = new HashMap<String, @Nullable Object>();
        given.put("url", url);
        given.put("key-file", keyFile);
        given.put("issuer", issuer);
        given.put("client-id", clientId);
        given.put("client-secret-file", clientSecretFile);
        given.put("scope", scope);
        return Settings.of(given, terminal.environment(), config);
    }

    private Credentials credentials(HttpClient http, Settings settings, Service service) {
        // The option --issuer overrides a key from the environment or the configuration file.
        var key = issuer == null ? settings.findSecret(service, "key") : Optional.<String>empty();
        if (key.isPresent()) {
            return Credentials.ofKey(legal("the key", key.get()));
        }
        var issuerOfTokens = settings.find("issuer");
        if (issuerOfTokens.isEmpty()) {
            return Credentials.none();
        }
        return new ClientCredentials(
                http,
                address(issuerOfTokens.get()),
                settings.find("client-id").orElseThrow(() -> missing("--client-id or LOGCAST_CLIENT_ID")),
                legal(
                        "the client's secret",
                        settings.findSecret(service, "client-secret")
                                .orElseThrow(() -> missing(
                                        "--client-secret-file, LOGCAST_CLIENT_SECRET_FILE or LOGCAST_CLIENT_SECRET"))),
                settings.find("scope").orElse(null));
    }

    private static CliException missing(String setting) {
        return CliException.usage("with an issuer, " + setting + " is needed too");
    }

    /** Checks a secret. The error never shows it. */
    private static String legal(String what, String secret) {
        if (!isLegal(secret)) {
            throw CliException.usage(what + " has blanks or characters that are not ASCII");
        }
        return secret;
    }

    /** Whether it can be sent in a header. */
    static boolean isLegal(String secret) {
        return SECRET.matcher(secret).matches();
    }

    /** Without a slash at its end. */
    static URI address(String text) {
        try {
            var address = new URI(text.replaceAll("/+$", ""));
            var isHttp = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
            if (isHttp
                    && address.getHost() != null
                    && address.getRawUserInfo() == null
                    && address.getRawQuery() == null
                    && address.getRawFragment() == null) {
                return address;
            }
        } catch (URISyntaxException e) {
            // The message below says it; the exception would only repeat the text.
        }
        throw CliException.usage("an address must be like https://logs.example.com, without user, query and fragment");
    }
}
