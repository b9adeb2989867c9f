package io.logcast.manifests;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import io.logcast.local.process.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The Helm chart, rendered by Helm's own library, so the program helm is not needed. */
final class Chart {

    static final Path FOLDER = Folders.projectRoot().resolve("deploy/helm/logcast");
    static final String PREFIX = "chart ";
    /** The Kubernetes release whose pod security standard the manifests name. */
    private static final String KUBERNETES = "1.36.2";

    private static final Path VALUES = Path.of("src/test/helm");

    private Chart() {}

    /** Rendered with its default values, and with each of the tests' values. */
    static Stream<Overlay> variants() {
        try (var files = Files.list(VALUES)) {
            var others = files.sorted()
                    .map(file -> new Overlay(
                            PREFIX + file.getFileName(), render(template -> template.withValuesFile(file))));
            return Stream.concat(
                    Stream.of(new Overlay(PREFIX + "values.yaml", render(UnaryOperator.identity()))), others)
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Throws {@link IllegalStateException} with Helm's message, for example for a value that the schema does not allow.
     */
    static List<Manifest> render(UnaryOperator<TemplateCommand> values) {
        var template = new Helm(FOLDER)
                .template()
                .withName("logcast")
                .withNamespace("logcast")
                .withKubeVersion(KUBERNETES);
        return Manifest.parse(values.apply(template).call()).stream()
                .filter(object -> object.json().isObject())
                .toList();
    }

    static LintResult lint() {
        return new Helm(FOLDER).lint().strict().call();
    }
}
