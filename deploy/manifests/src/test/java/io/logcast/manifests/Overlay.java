package io.logcast.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.logcast.local.process.Command;
import io.logcast.local.process.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The objects that {@code kubectl apply -k} of an overlay, or {@code helm install} of the chart, would send. */
record Overlay(String name, List<Manifest> objects) {

    static final Path FOLDER = Folders.projectRoot().resolve("deploy/kubernetes");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** All overlays and variants of the chart, rendered. Skips the test if there is no kubectl. */
    static Stream<Overlay> all() {
        assumeTrue(
                Command.succeeds(PATIENCE, "kubectl", "version", "--client"),
                "no kubectl on this machine: the overlays are not rendered");
        return Rendered.OVERLAYS.stream();
    }

    /** Once for all tests. */
    private static final class Rendered {
        static final List<Overlay> OVERLAYS = renderAll();
    }

    private static List<Overlay> renderAll() {
        try (var overlays = Files.list(FOLDER.resolve("overlays"));
                var tests = Files.list(Path.of("src/test/kubernetes"))) {
            var kustomized = Stream.concat(overlays, tests).sorted().map(Overlay::render);
            var rendered = Stream.concat(kustomized, Chart.variants()).toList();
            assertThat(rendered).hasSizeGreaterThan(4);
            return rendered;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Overlay named(String name) {
        return all().filter(overlay -> overlay.name.equals(name)).findFirst().orElseThrow();
    }

    private static Overlay render(Path folder) {
        var yaml = Command.run(PATIENCE, "kubectl", "kustomize", folder.toString())
                .orThrow()
                .output();
        return new Overlay(folder.getFileName().toString(), Manifest.parse(yaml));
    }

    Stream<Manifest> of(String kind) {
        return objects.stream().filter(object -> object.kind().equals(kind));
    }

    /** The contents of the ConfigMaps in the environment of a workload's containers. */
    Map<String, String> settings(Manifest workload) {
        var all = new HashMap<String, String>();
        workload.containers()
                .flatMap(container -> Manifest.elements(container.path("envFrom")))
                .map(source -> source.at("/configMapRef/name").asText())
                .forEach(configMap -> all.putAll(settings(configMap)));
        return all;
    }

    Map<String, String> settings(String configMap) {
        return of("ConfigMap")
                .filter(map -> map.name().equals(configMap))
                .map(map -> Manifest.strings(map.json().path("data")))
                .findFirst()
                .orElseThrow(() -> new AssertionError("overlay %s has no ConfigMap %s".formatted(name, configMap)));
    }

    /** The objects that create pods. */
    Stream<Manifest> workloads() {
        return objects.stream().filter(object -> !object.template().isMissingNode());
    }

    /** The two services of this project. */
    Stream<Manifest> services() {
        return of("Deployment");
    }

    Manifest rabbitmq() {
        return of("RabbitmqCluster").findFirst().orElseThrow();
    }

    boolean isChart() {
        return name.startsWith(Chart.PREFIX);
    }

    /** Whether the operator creates the broker; otherwise the broker is outside. */
    boolean hasBroker() {
        return of("RabbitmqCluster").findAny().isPresent();
    }

    @Override
    public String toString() {
        return name;
    }
}
