package io.logcast.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PodsTest {

    /** The connector's {@code drain-timeout}, which no channel sets. */
    private static final int DRAIN = 10;

    /** What the Pod Security level {@code restricted} asks for, and a read-only root. */
    @ParameterizedTest
    @MethodSource("io.logcast.manifests.Overlay#all")
    void everyPodIsRestricted(Overlay overlay) {
        assertThat(overlay.of("Namespace"))
                .singleElement()
                .extracting(namespace -> namespace
                        .json()
                        .path("metadata")
                        .path("labels")
                        .path("pod-security.kubernetes.io/enforce")
                        .asText())
                .isEqualTo("restricted");
        assertThat(overlay.workloads()).isNotEmpty().allSatisfy(workload -> {
            var pod = workload.template().path("spec");
            assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
            assertThat(pod.at("/securityContext/runAsUser").asInt()).isPositive();
            assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
            assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
            assertThat(Manifest.elements(pod.path("volumes")))
                    .allMatch(volume -> volume.has("emptyDir") || volume.has("secret"));
            assertThat(workload.containers()).allSatisfy(PodsTest::assertRestricted);
        });
    }

    @ParameterizedTest
    @MethodSource("io.logcast.manifests.Overlay#all")
    void everyServiceHasTheTimeToDrain(Overlay overlay) {
        assertThat(overlay.services()).allSatisfy(service -> {
            var shutdown = Settings.of(service.name()).getProperty("quarkus.shutdown.timeout", "0s");
            var pause = service.containers()
                    .mapToInt(container ->
                            container.at("/lifecycle/preStop/sleep/seconds").asInt())
                    .sum();
            assertThat(service.template()
                            .at("/spec/terminationGracePeriodSeconds")
                            .asInt())
                    .isGreaterThan(pause + Integer.parseInt(shutdown.replace("s", "")) + DRAIN);
            assertThat(Settings.of(service.name()).stringPropertyNames())
                    .noneMatch(name -> name.endsWith("drain-timeout"));
        });
    }

    @ParameterizedTest
    @MethodSource("io.logcast.manifests.Overlay#all")
    void everyImageHasATag(Overlay overlay) {
        var images = overlay.objects().stream()
                .flatMap(object -> object.all("image"))
                .map(JsonNode::asText)
                .toList();
        assertThat(images).isNotEmpty().allMatch(image -> image.matches("[a-z/-]+:[\\w.-]+"));
        assertThat(images).noneMatch(image -> image.endsWith(":latest"));
    }

    private static void assertRestricted(JsonNode container) {
        var context = container.path("securityContext");
        assertThat(context.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
        assertThat(context.path("readOnlyRootFilesystem").asBoolean()).isTrue();
        assertThat(context.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
        assertThat(context.at("/capabilities").has("add")).isFalse();
        assertThat(container.at("/resources/limits/memory").asText()).isNotEmpty();
        assertThat(container.at("/resources/requests/cpu").asText()).isNotEmpty();
    }
}
