package io.logcast.security.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("NullAway.Init") // JUnit sets the folder.
class KeysTest {

    private static final Path MAKE = Path.of("..", "deploy", "keys", "make");
    /** The SHA-256 of {@code secret}. */
    private static final String HASH = "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b";

    @TempDir
    Path folder;

    @Test
    void findsAKeyByItsHash() throws IOException {
        // Given
        var keys =
                loaded("# who and why\r\n\n  payments publisher " + HASH.toUpperCase(java.util.Locale.ROOT) + "\r\n");
        // Then
        assertThat(keys.find("secret")).contains(new KeyEntry("payments", "publisher"));
        assertThat(keys.find("Secret")).isEmpty();
        assertThat(keys.find(HASH)).isEmpty();
        assertThat(keys.find("")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "payments publisher, 'must be a name, a role and the SHA-256 of a key'",
        "payments publisher secret, 'the SHA-256 of the key must be 64 hex digits'",
        "payments admin " + HASH + ", 'the role must be publisher, subscriber or operator'",
        "pay/ments publisher " + HASH + ", 'the name must have 1 to 64 characters of A-Z a-z 0-9 . _ @ -'",
        "other operator " + HASH + ", 'the same key as on a line before'"
    })
    void namesTheLineThatIsNotAnEntryButNotWhatItHolds(String line, String reason) throws IOException {
        var keys = new Keys(write("ok subscriber " + HASH + "\n\n" + line + "\n"));
        assertThatIllegalArgumentException()
                .isThrownBy(keys::load)
                .withMessageEndingWith(": line 3: " + reason)
                .withMessageContaining(folder.resolve("keys").toString());
    }

    @Test
    void keepsTheKeysWhileTheFileIsBad() throws IOException {
        // Given
        var keys = loaded("payments publisher " + HASH);
        // When
        write("payments publisher");
        keys.refresh();
        // Then
        assertThat(keys.isStale()).isTrue();
        assertThat(keys.find("secret")).isPresent();
        // When
        Files.delete(folder.resolve("keys"));
        keys.refresh();
        // Then
        assertThat(keys.isStale()).isTrue();
        assertThat(keys.find("secret")).isPresent();
        // When
        write("payments publisher " + HASH.replace('2', '3'));
        keys.refresh();
        // Then
        assertThat(keys.isStale()).isFalse();
        assertThat(keys.find("secret")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "# nobody any more\n"})
    void aFileWithoutKeysIsBad(String text) throws IOException {
        // Given
        var keys = loaded("payments publisher " + HASH);
        // When
        write(text);
        keys.refresh();
        // Then
        assertThat(keys.isStale()).isTrue();
        assertThat(keys.find("secret")).isPresent();
        assertThatIllegalArgumentException().isThrownBy(keys::load).withMessageEndingWith(": it has no keys");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n"})
    void takesWhatTheCommandAdds(String end) throws Exception {
        // Given
        var entries = write("other subscriber " + HASH + end);
        var shown = folder.resolve("shown");
        // When
        var command = new ProcessBuilder(MAKE.toString(), "payments", "publisher")
                .redirectOutput(Redirect.appendTo(entries.toFile()))
                .redirectError(shown.toFile())
                .start();
        assertThat(command.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(command.exitValue()).isZero();
        // Then
        var keys = new Keys(entries);
        keys.load();
        var key = Files.readString(shown).strip();
        assertThat(key).matches("logcast_[A-Za-z0-9_-]{43}");
        assertThat(keys.find(key)).contains(new KeyEntry("payments", "publisher"));
        assertThat(keys.find("secret")).contains(new KeyEntry("other", "subscriber"));
        assertThat(Files.readString(entries)).doesNotContain(key);
    }

    @Test
    void theCommandRefusesAnotherRole() throws Exception {
        var command = new ProcessBuilder(MAKE.toString(), "payments", "admin").start();
        assertThat(command.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(command.exitValue()).isNotZero();
        assertThat(new String(command.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("publisher, subscriber or operator");
    }

    private Keys loaded(String text) throws IOException {
        var keys = new Keys(write(text));
        keys.load();
        return keys;
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("keys"), text);
    }
}
