package io.logcast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the address and the credentials of a command come from. */
class ConnectionTest extends ReadingCommands {

    @Test
    void optionsWinOverTheEnvironmentAndThatOverTheFile() throws IOException {
        var config = folder.resolve("config");
        var keyFile = Files.writeString(folder.resolve("key"), "key-of-option\n");
        Files.writeString(config, "consumer-url = http://127.0.0.1:1\nkey = key-of-file\n");
        service.answers(200, EVENT).answers(200, EVENT).answers(200, EVENT);

        terminal("LOGCAST_CONFIG", config.toString()).run("get", "1");
        terminal("LOGCAST_CONFIG", config.toString(), "LOGCAST_KEY", "key", "LOGCAST_CONSUMER_KEY", "key-of-service")
                .run("get", "1");
        terminal("LOGCAST_KEY", "key").run("get", "1", "--key-file", keyFile.toString());

        assertThat(service.calls())
                .extracting(call -> call.headers().get("Authorization"))
                .containsExactly(
                        List.of("Bearer key-of-file"),
                        List.of("Bearer key-of-service"),
                        List.of("Bearer key-of-option"));
    }

    @Test
    void settingsThatCannotBeMeantAreRefusedWithoutShowingSecrets() throws IOException {
        var config = Files.writeString(folder.resolve("config"), "urll = http://x\n");
        var unknown = terminal();
        var illegal = terminal("LOGCAST_KEY", "two words");
        var withKey = terminal("LOGCAST_CONSUMER_URL", "http://any:secret@localhost");

        assertThat(unknown.run("get", "1", "--config", config.toString())).isEqualTo(2);
        assertThat(illegal.run("get", "1")).isEqualTo(2);
        assertThat(withKey.run("get", "1")).isEqualTo(2);

        assertThat(unknown.err()).contains("unknown setting urll");
        assertThat(illegal.err()).doesNotContain("two words");
        assertThat(withKey.err()).doesNotContain("secret");
    }

    @Test
    void tokensAreFetchedFromTheIssuerAndRenewedOnce() {
        var discovery = "{\"token_endpoint\":\"" + service.url() + "/token\"}";
        service.answers(200, discovery)
                .answers(200, "{\"access_token\":\"first\",\"expires_in\":300}")
                .answers(401, "")
                .answers(200, discovery)
                .answers(200, "{\"access_token\":\"second\",\"expires_in\":300}")
                .answers(200, EVENT);
        var terminal = terminal(
                "LOGCAST_ISSUER", service.url() + "/", "LOGCAST_CLIENT_ID", "cli", "LOGCAST_CLIENT_SECRET", "s&cret");

        assertThat(terminal.run("get", "1")).isZero();

        assertThat(service.calls().get(1).body())
                .isEqualTo("grant_type=client_credentials&client_id=cli&client_secret=s%26cret");
        assertThat(service.calls().get(5).headers().get("Authorization")).containsExactly("Bearer second");
    }

    @Test
    void anIssuerAmongTheOptionsWinsOverAKeyInTheEnvironment() throws IOException {
        service.answers(200, "{\"token_endpoint\":\"" + service.url() + "/token\"}")
                .answers(200, "{\"access_token\":\"token\",\"expires_in\":300}")
                .answers(200, EVENT);
        var secret = Files.writeString(folder.resolve("secret"), "s-cret\n").toString();
        var options = List.of("--issuer", service.url(), "--client-id", "cli", "--client-secret-file", secret);

        var terminal = terminal("LOGCAST_KEY", "key");
        assertThat(terminal.run(with(options, "get", "1", "--scope", "logs"))).isZero();

        assertThat(service.calls().get(1).body())
                .isEqualTo("grant_type=client_credentials&client_id=cli&client_secret=s-cret&scope=logs");
        assertThat(service.calls().get(2).headers().get("Authorization")).containsExactly("Bearer token");
        assertThat(terminal().run(with(options, "get", "1", "--key-file", secret)))
                .isEqualTo(2);
        var incomplete = terminal();
        assertThat(incomplete.run("get", "1", "--issuer", service.url())).isEqualTo(2);
        assertThat(incomplete.err()).contains("--client-id");
    }

    private static String[] with(List<String> options, String... arguments) {
        return Stream.concat(Stream.of(arguments), options.stream()).toArray(String[]::new);
    }

    @Test
    void anIssuerThatRefusesIsToldWithoutTheSecret() {
        service.answers(200, "{\"token_endpoint\":\"" + service.url() + "/token\"}")
                .answers(401, "{\"error\":\"invalid_client\"}");
        var terminal = terminal(
                "LOGCAST_ISSUER", service.url(), "LOGCAST_CLIENT_ID", "cli", "LOGCAST_CLIENT_SECRET", "s-cret");

        assertThat(terminal.run("get", "1")).isEqualTo(6);
        assertThat(terminal.err()).contains("no token to cli: invalid_client").doesNotContain("s-cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>maintenance</html>", "[]", "{}", "{\"token_endpoint\":\"nowhere\"}"})
    void anIssuerWithoutATokenEndpointIsNamed(String discovery) {
        service.answers(200, discovery);
        var terminal = issued();

        assertThat(terminal.run("get", "1")).isEqualTo(6);
        assertThat(terminal.err()).contains(service.url() + "/.well-known/openid-configuration", "token_endpoint");
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 503})
    void anIssuerThatIsBusyCountsAsAway(int status) {
        service.answers(200, "{\"token_endpoint\":\"" + service.url() + "/token\"}")
                .answers(status, "");
        var terminal = issued();

        assertThat(terminal.run("get", "1")).isEqualTo(5);
        assertThat(terminal.err()).contains(service.url() + " answered " + status);
    }

    private TestTerminal issued() {
        return terminal("LOGCAST_ISSUER", service.url(), "LOGCAST_CLIENT_ID", "cli", "LOGCAST_CLIENT_SECRET", "secret");
    }

    @Test
    void aTokenThatCannotBeSentIsNotShown() {
        service.answers(200, "{\"token_endpoint\":\"" + service.url() + "/token\"}")
                .answers(200, "{\"access_token\":\"t-ken\\n\"}");
        var terminal = terminal(
                "LOGCAST_ISSUER", service.url(), "LOGCAST_CLIENT_ID", "cli", "LOGCAST_CLIENT_SECRET", "secret");

        assertThat(terminal.run("get", "1")).isEqualTo(6);
        assertThat(terminal.err()).contains("gave no token").doesNotContain("t-ken");
    }
}
