package io.logcast.rabbitmq.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logcast.rabbitmq.attributes.Attribute.Direction;
import io.logcast.rabbitmq.attributes.ChannelAttributes;
import io.logcast.rabbitmq.testing.MapConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialTest {

    @TempDir
    Path folder;

    @Test
    void aFileOverridesTheTextAndIsReadEachTime() throws IOException {
        var file = folder.resolve("password");
        Files.writeString(file, "one \r\n");
        var password = password(Map.of("password", "text", "password-file", file.toString()));
        assertThat(password.read()).isEqualTo("one");

        Files.writeString(file, "two");
        assertThat(password.read()).isEqualTo("two");
        assertThat(password(Map.of("password", "text")).read()).isEqualTo("text");
    }

    @Test
    void aFileThatHasNoPasswordIsNamed() throws IOException {
        var file = folder.resolve("password");
        var password = password(Map.of("password-file", file.toString()));
        assertThatThrownBy(password::read)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("password-file cannot be read")
                .hasMessageContaining(file.toString());
        Files.writeString(file, "\n");
        assertThatThrownBy(password::read).hasMessage("password-file " + file + " has to have 1 to 4096 bytes");
        Files.writeString(file, "x".repeat(4097));
        assertThatThrownBy(password::read).hasMessage("password-file " + file + " has to have 1 to 4096 bytes");
    }

    @Test
    void aTextIsNotToldToLogs() {
        assertThat(password(Map.of("password", "secret"))).doesNotHaveToString("secret");
        assertThat(password(Map.of("password", "secret")).toString()).doesNotContain("secret");
    }

    private static Credential password(Map<String, String> attributes) {
        return Credential.of(
                new ChannelAttributes(MapConfig.ofChannel("in", attributes), Direction.INCOMING), "password");
    }
}
