package io.logcast.cli.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.logcast.cli.terminal.CliException;
import io.logcast.cli.terminal.ExitCode;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientCredentialsTest {

    @ParameterizedTest
    @CsvSource({
        "https://issuer.example, https://issuer.example/token",
        "https://issuer.example, https://tokens.example/token/?realm=a",
        "http://issuer.example, http://issuer.example/token?realm=a",
        "http://issuer.example, https://issuer.example/token"
    })
    void takesTheEndpointAsItIs(URI issuer, String endpoint) {
        assertThat(ClientCredentials.endpoint(issuer, endpoint)).hasToString(endpoint);
    }

    @ParameterizedTest
    @CsvSource({
        "http://issuer.example/token",
        "ftp://issuer.example/token",
        "/token",
        "https://a b",
        "https://any:secret@issuer.example/token",
        "https://issuer.example/token#a",
        "''"
    })
    void sendsNoSecretToAnEndpointThatIsNotSafe(String endpoint) {
        assertThatExceptionOfType(CliException.class)
                .isThrownBy(() -> ClientCredentials.endpoint(URI.create("https://issuer.example"), endpoint))
                .withMessageContaining("https://issuer.example/.well-known/openid-configuration")
                .extracting(CliException::exitCode)
                .isEqualTo(ExitCode.NOT_ALLOWED);
    }
}
