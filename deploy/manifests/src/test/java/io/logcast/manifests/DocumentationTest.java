package io.logcast.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.logcast.local.process.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every page is in the index, and every link leads somewhere. */
class DocumentationTest {

    private static final Path ROOT = Folders.projectRoot();
    private static final Path INDEX = ROOT.resolve("docs/README.md");

    static Stream<Path> pages() throws IOException {
        try (var modules = Files.list(ROOT.resolve("deploy"));
                var top = Files.list(ROOT)) {
            return Stream.of(
                    Stream.of("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")
                            .map(ROOT::resolve),
                    docs(),
                    Stream.concat(modules, top.filter(folder -> !folder.equals(ROOT.resolve("docs"))))
                            .map(folder -> folder.resolve("README.md"))
                            .filter(Files::exists))
                    .flatMap(files -> files)
                    .toList()
                    .stream();
        }
    }

    private static Stream<Path> docs() throws IOException {
        try (var files = Files.walk(ROOT.resolve("docs"))) {
            return files.filter(file -> file.toString().endsWith(".md")).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyLinkLeadsToAFileOrHeading(Path file) {
        var page = MarkdownPage.of(file);
        assertThat(page.links().filter(link -> !page.resolves(link))).isEmpty();
    }

    @Test
    void theIndexHasEveryPage() throws IOException {
        var listed = MarkdownPage.of(INDEX)
                .links()
                .map(link -> INDEX.resolveSibling(link).normalize())
                .toList();
        assertThat(docs().filter(page -> !page.equals(INDEX)))
                .hasSizeGreaterThan(10)
                .isSubsetOf(listed);
    }

    /** So that newcomers read it to its end. */
    @Test
    void theReadmeIsShort() {
        assertThat(MarkdownPage.of(ROOT.resolve("README.md")).text().strip().split("\\s+"))
                .hasSizeLessThanOrEqualTo(1200);
    }

    @Test
    void everyAlertHasAChapterOfTheRunbook() throws IOException {
        var alerts = new YAMLMapper()
                .readTree(ROOT.resolve("deploy/observability/alerts.yaml").toFile())
                .findParents("alert");
        assertThat(alerts).hasSizeGreaterThan(10).allSatisfy(alert -> {
            var link = alert.at("/annotations/runbook_url").asText();
            assertThat(link).endsWith("#" + name(alert).toLowerCase(Locale.ROOT));
            assertThat(MarkdownPage.of(ROOT.resolve("README.md")).resolves(link))
                    .as(name(alert))
                    .isTrue();
        });
    }

    @ParameterizedTest
    @CsvSource({
        "README.md,true",
        "nowhere.md,false",
        "#a-heading-with-code,true",
        "#a-heading-with-code-1,true",
        "#b,false"
    })
    void aLinkResolvesOnlyToAFileOrHeadingThatExists(String link, boolean resolves) {
        var page = new MarkdownPage(INDEX, "## A heading, with `code`\n```\n# b\n```\n## A heading with `code`\n");
        assertThat(page.links()).isEmpty();
        assertThat(page.resolves(link)).isEqualTo(resolves);
    }

    private static String name(JsonNode alert) {
        return alert.path("alert").asText();
    }
}
