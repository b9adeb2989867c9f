package io.logcast.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PodsTest {

    /** The default of the connector's {@code drain-timeout}, which no channel changes. */
    private static final int DRAIN = 10;

    /** The requirements of the Pod Security level {@code restricted}, and a read-only root file system. */
    @ParameterizedTest
    @MethodSource("io.logcast.manifests.Overlay#all")
    void everyPodIsRestricted(Overlay overlay) {
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

    /** Helm creates no namespace; its notes name the labels. */
    @ParameterizedTest
    @MethodSource("io.logcast.manifests.Overlay#all")
    void theNamespaceIsRestricted(Overlay overlay) {
        assertThat(overlay.of("Namespace"))
                .hasSize(overlay.isChart() ? 0 : 1)
                .allSatisfy(namespace -> assertThat(
                                Manifest.strings(namespace.json().at("/metadata/labels")))
                        .containsEntry("pod-security.kubernetes.io/enforce", "restricted")
                        .containsKey("pod-security.kubernetes.io/enforce-version")
                        .containsEntry("pod-security.kubernetes.io/audit", "restricted")
                        .containsEntry("pod-security.kubernetes.io/warn", "restricted"));
    }

    @ParameterizedTest
    @MethodSource("io.logcast.manifests.Overlay#all")
    void everyServiceIsReplacedAndSpreadAsItIsMeantTo(Overlay overlay) {
        assertThat(overlay.services()).hasSize(2).allSatisfy(service -> {
            assertThat(service.json().at("/spec/strategy/type").asText()).isEqualTo("RollingUpdate");
            var pod = service.template().path("spec");
            assertThat(pod.at("/securityContext/fsGroupChangePolicy").asText()).isEqualTo("OnRootMismatch");
            assertThat(Manifest.elements(pod.path("topologySpreadConstraints")))
                    .hasSize(2)
                    .allSatisfy(constraint -> assertThat(
                                    constraint.at("/matchLabelKeys/0").asText())
                            .isEqualTo("pod-template-hash"));
            assertThat(Manifest.strings(service.template().at("/metadata/labels")))
                    .containsKeys(
                            "app.kubernetes.io/name",
                            "app.kubernetes.io/component",
                            "app.kubernetes.io/instance",
                            "app.kubernetes.io/part-of");
        });
    }

    /** Pods that are not ready must not block the draining of a node, except the broker's. */
    @ParameterizedTest
    @MethodSource("io.logcast.manifests.Overlay#all")
    void everyDisruptionBudgetSaysWhatBecomesOfPodsThatAreNotReady(Overlay overlay) {
        var services = overlay.services().map(Manifest::name).toList();
        assertThat(overlay.of("PodDisruptionBudget"))
                .hasSizeGreaterThanOrEqualTo(2)
                .allSatisfy(budget -> assertThat(budget.json()
                                .at("/spec/unhealthyPodEvictionPolicy")
                                .asText())
                        .isEqualTo(services.contains(budget.name()) ? "AlwaysAllow" : "IfHealthyBudget"));
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
                    .isGreaterThan(pause + delay(service) + Integer.parseInt(shutdown.replace("s", "")) + DRAIN);
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
        assertThat(images)
                .isNotEmpty()
                .allMatch(image -> image.matches("[a-z0-9.:/-]+:[\\w.-]+(@sha256:[0-9a-f]{64})?"));
        assertThat(images).noneMatch(image -> image.endsWith(":latest"));
    }

    private static int delay(Manifest service) {
        return service.containers()
                .flatMap(container -> Manifest.elements(container.path("env")))
                .filter(variable -> variable.path("name").asText().equals("QUARKUS_SHUTDOWN_DELAY"))
                .mapToInt(variable ->
                        Integer.parseInt(variable.path("value").asText().replace("S", "")))
                .sum();
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
