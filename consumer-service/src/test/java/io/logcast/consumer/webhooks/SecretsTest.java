package io.logcast.consumer.webhooks;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logcast.consumer.webhooks.WebhookTarget.Authentication;
import io.logcast.consumer.webhooks.WebhookTarget.Scheme;
import io.logcast.http.InvalidFieldException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("NullAway.Init") // JUnit sets the folder.
class SecretsTest {

    @TempDir
    Path folder;

    @Test
    void readsASecretAgainWhenItChanges() throws IOException {
        // Given
        var secrets = new Secrets(Optional.of(folder));
        write("token", "first\n");
        var bearer = new Authentication(Scheme.BEARER, "token");
        assertThat(secrets.authorization(bearer)).isEqualTo("Bearer first");
        // When
        write("token", "second");
        // Then
        assertThat(secrets.authorization(bearer)).isEqualTo("Bearer second");
    }

    /** As Kubernetes mounts a Secret. */
    @Test
    void followsTheLinksOfTheFolder() throws IOException {
        // Given
        var data = Files.createDirectory(folder.resolve("..data"));
        Files.writeString(data.resolve("key"), "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz");
        var unused = Files.createSymbolicLink(folder.resolve("key"), Path.of("..data", "key"));
        // Then
        assertThat(new Secrets(Optional.of(folder)).key("key"))
                .isEqualTo("012345678901234567890123".getBytes(US_ASCII));
    }

    @Test
    void isUserAndPassword() throws IOException {
        write("account", "logcast:pass:word");
        assertThat(new Secrets(Optional.of(folder)).authorization(new Authentication(Scheme.BASIC, "account")))
                .isEqualTo("Basic bG9nY2FzdDpwYXNzOndvcmQ=");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz",
                "whsec_",
                "whsec_c2hvcnQ=",
                "whsec_!!!!",
                "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            })
    void namesAKeyThatCannotBeUsedButNotItsContent(String content) throws IOException {
        write("key", content);
        assertThatThrownBy(() -> new Secrets(Optional.of(folder)).key("key"))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessage("push.secrets: the secret key must be whsec_ and then 24 to 64 bytes in Base64");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "line\nother-line: b"})
    void refusesATokenThatIsNoneWithoutShowingIt(String content) throws IOException {
        write("token", content);
        assertThatThrownBy(() ->
                        new Secrets(Optional.of(folder)).authorization(new Authentication(Scheme.BEARER, "token")))
                .hasMessage("push.authentication.secret: the secret token must be a token of visible ASCII characters");
    }

    @Test
    void namesWhatIsMissing() {
        assertThatThrownBy(() -> new Secrets(Optional.empty()).key("key"))
                .hasMessage("push.secrets: the secret key needs the setting logcast.webhooks.secrets");
        assertThatThrownBy(() -> new Secrets(Optional.of(folder)).key("key"))
                .hasMessageContaining("the secret key does not exist in the folder");
        assertThatThrownBy(() -> new Secrets(Optional.of(folder)).key("../key"))
                .hasMessageContaining("push.secrets: must be a name");
    }

    @Test
    void refusesALargeFile() throws IOException {
        write("key", "a".repeat(10_000));
        assertThatThrownBy(() -> new Secrets(Optional.of(folder)).key("key"))
                .hasMessageContaining("at most 8192 bytes");
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
    }
}
