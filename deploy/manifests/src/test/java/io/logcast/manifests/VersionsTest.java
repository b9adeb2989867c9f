package io.logcast.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.logcast.local.process.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The parent POM decides the version: what is built, started and deployed has the same name everywhere. */
class VersionsTest {

    private static final Path ROOT = Folders.projectRoot();
    private static final Pattern VERSION =
            Pattern.compile("<artifactId>logcast</artifactId>\\s*<version>([^<]+)</version>");
    private static final Pattern IMAGE = Pattern.compile("logcast/(?:producer|consumer)-service:([\\w.${}-]+)");
    private static final List<String> ALLOWED = List.of("${LOGCAST_VERSION}", "${LOGCAST_VERSION}-native");

    @Test
    void composeTakesThePomsVersion() throws IOException {
        var environment = new Properties();
        try (var file = Files.newBufferedReader(ROOT.resolve("deploy/.env"))) {
            environment.load(file);
        }
        assertThat(environment.getProperty("LOGCAST_VERSION")).isEqualTo(version());
        var images = composeFiles().flatMap(VersionsTest::images).toList();
        assertThat(images).hasSizeGreaterThan(3).isSubsetOf(ALLOWED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "production"})
    void theOverlaysTakeThePomsVersion(String overlay) {
        var images = yaml(ROOT.resolve("deploy/kubernetes/overlays/" + overlay + "/kustomization.yaml"))
                .path("images");
        assertThat(images.findValuesAsText("name")).contains("logcast/producer-service", "logcast/consumer-service");
        for (var image : images) {
            if (image.path("name").asText().startsWith("logcast/")) {
                assertThat(image.path("newTag").asText()).isEqualTo(version());
            }
        }
    }

    @Test
    void theChartsTakeThePomsVersion() throws IOException {
        try (var files = Files.walk(ROOT.resolve("deploy/helm"))) {
            var charts = files.filter(file -> file.endsWith("Chart.yaml")).toList();
            assertThat(charts).isNotEmpty().allSatisfy(chart -> {
                assertThat(yaml(chart).path("appVersion").asText()).isEqualTo(version());
                assertThat(yaml(chart).path("version").asText()).isEqualTo(release());
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"deploy/images/README.md", "deploy/kubernetes/README.md"})
    void theDocumentsTakeThePomsVersion(String document) {
        assertThat(images(ROOT.resolve(document))).allMatch(tag -> tag.startsWith(version()));
    }

    @Test
    void theChangelogHasASectionOfTheVersion() {
        assertThat(read(ROOT.resolve("CHANGELOG.md"))).contains("\n## " + release() + " ");
    }

    private static Stream<Path> composeFiles() throws IOException {
        try (var files = Files.list(ROOT.resolve("deploy"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("compose")).toList().stream();
        }
    }

    private static Stream<String> images(Path file) {
        return IMAGE.matcher(read(file)).results().map(match -> match.group(1));
    }

    private static String version() {
        var version = VERSION.matcher(read(ROOT.resolve("pom.xml")));
        assertThat(version.find()).isTrue();
        return version.group(1);
    }

    /** The version that is released, or comes next. */
    private static String release() {
        return version().replace("-SNAPSHOT", "");
    }

    private static JsonNode yaml(Path file) {
        try {
            return new YAMLMapper().readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
