package io.logcast.manifests;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.local.process.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** Checks the compose files without running them; ContainersIT runs compose.yaml and compose.production.yaml. */
class ComposeTest {

    private static final Path FOLDER = Folders.projectRoot().resolve("deploy");
    /** Variables without a default that are not required by {@code :?}. */
    private static final Pattern FROM_THE_FILE = Pattern.compile("\\$\\{([A-Z_]+)}");

    static Stream<Path> files() throws IOException {
        try (var files = Files.list(FOLDER)) {
            return files.filter(file -> file.getFileName().toString().matches("compose.*\\.yaml")).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyVariableHasAValueOrIsAskedFor(Path file) throws IOException {
        assertThat(FROM_THE_FILE.matcher(Files.readString(file)).results().map(match -> match.group(1)))
                .isSubsetOf(environment().stringPropertyNames());
    }

    @ParameterizedTest
    @MethodSource("files")
    void aContainerStartsAgainWithTheMachine(Path file) {
        services(file)
                .filter(service -> file.endsWith("compose.yaml") || !service.containsKey("build"))
                .filter(service -> service.containsKey("image"))
                .forEach(service -> assertThat(service).containsEntry("restart", "unless-stopped"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void nothingIsOpenToOtherMachinesUnasked(Path file) {
        services(file)
                .flatMap(service -> ((List<?>) service.getOrDefault("ports", List.of())).stream())
                .forEach(port -> assertThat(port.toString())
                        .matches("(127\\.0\\.0\\.1|\\$\\{LISTEN_ADDRESS:-127\\.0\\.0\\.1}):.*"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyMountedFileExists(Path file) {
        services(file)
                .flatMap(service -> ((List<?>) service.getOrDefault("volumes", List.of())).stream())
                .map(volume -> volume.toString().split(":")[0])
                .filter(volume -> volume.startsWith("./"))
                .forEach(volume -> assertThat(FOLDER.resolve(volume)).exists());
    }

    @Test
    void everyImageOfOthersHasATag() {
        var environment = environment();
        var images = environment.stringPropertyNames().stream()
                .filter(name -> name.endsWith("_IMAGE"))
                .map(environment::getProperty)
                .toList();
        assertThat(images)
                .hasSizeGreaterThan(5)
                .allMatch(image -> image.matches("[a-z/-]+:(?!latest)[\\w.-]+(@sha256:[0-9a-f]{64})?"));
    }

    private static Properties environment() {
        var environment = new Properties();
        try (var file = Files.newBufferedReader(FOLDER.resolve(".env"))) {
            environment.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return environment;
    }

    private static Stream<Map<String, Object>> services(Path file) {
        try (var reader = Files.newBufferedReader(file)) {
            Map<String, Map<String, Map<String, Object>>> compose = new Yaml().load(reader);
            return requireNonNull(compose.get("services")).values().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
