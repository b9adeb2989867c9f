package io.logcast.consumer.database;

import static io.quarkus.credentials.CredentialsProvider.PASSWORD_PROPERTY_NAME;
import static io.quarkus.credentials.CredentialsProvider.USER_PROPERTY_NAME;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("NullAway.Init") // JUnit sets the folder.
class DatabaseCredentialsTest {

    @TempDir
    Path secret;

    private DatabaseCredentials credentials;

    @BeforeEach
    void nameFiles() {
        credentials = new DatabaseCredentials(Optional.of(file("username")), Optional.of(file("password")));
    }

    @Test
    void leavesOutWhatIsNotThereYet() throws IOException {
        // Given
        assertThat(credentials.getCredentials("any")).isEmpty();
        // When
        write("username", "logcast");
        write("password", "");
        // Then
        assertThat(credentials.getCredentials("any")).isEqualTo(Map.of(USER_PROPERTY_NAME, "logcast"));
        // When
        write("password", "first\n");
        // Then
        assertThat(credentials.getCredentials("any"))
                .isEqualTo(Map.of(USER_PROPERTY_NAME, "logcast", PASSWORD_PROPERTY_NAME, "first"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n"})
    void keepsTheLastWhileTheFileIsEmpty(String nothing) throws IOException {
        // Given
        write("password", "first");
        assertThat(password()).isEqualTo("first");
        // When
        write("password", nothing);
        // Then
        assertThat(password()).isEqualTo("first");
        // When
        write("password", "second");
        // Then
        assertThat(password()).isEqualTo("second");
    }

    @Test
    void keepsTheLastWhileTheFileCannotBeRead() throws IOException {
        // Given
        write("password", "first");
        assertThat(password()).isEqualTo("first");
        // When
        Files.delete(file("password"));
        // Then
        assertThat(password()).isEqualTo("first");
        // When: the file is replaced by a folder, which cannot be read either
        Files.createDirectory(file("password"));
        // Then
        assertThat(password()).isEqualTo("first");
    }

    private String password() {
        return credentials.getCredentials("any").getOrDefault(PASSWORD_PROPERTY_NAME, "none");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(file(name), text);
    }

    private Path file(String name) {
        return secret.resolve(name);
    }
}
