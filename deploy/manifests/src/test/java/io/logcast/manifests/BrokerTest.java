package io.logcast.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.local.process.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The broker that the operator creates, its users, and the scaling by its queue. */
class BrokerTest {

    private static final Pattern VERSION = Pattern.compile("rabbitmq:(\\d+)\\.(\\d+)\\.(\\d+)-management");

    /** From 2.22.0 on, the operator's startup probe uses a path that RabbitMQ has from 4.2.4 on. */
    @ParameterizedTest
    @MethodSource("io.logcast.manifests.Overlay#all")
    void theBrokerAnswersTheOperatorsStartupProbe(Overlay overlay) {
        assertThat(overlay.of("RabbitmqCluster"))
                .allSatisfy(cluster -> assertThat(isNewEnough(cluster)
                                || cluster.json()
                                        .at("/metadata/annotations/rabbitmq.com~1legacy-startup-probe")
                                        .asBoolean())
                        .as(
                                "%s is 4.2.4 or later, or has the annotation",
                                cluster.json().at("/spec/image"))
                        .isTrue());
    }

    @ParameterizedTest
    @MethodSource("io.logcast.manifests.Overlay#all")
    void theBrokerIsToldNothingThatTheOperatorChangesOrThatHasNoEffect(Overlay overlay) {
        assertThat(overlay.of("RabbitmqCluster")).allSatisfy(cluster -> {
            assertThat(cluster.json().path("spec").has("override")).isFalse();
            // Otherwise the operator fills in defaults of its own.
            assertThat(cluster.json().at("/spec/resources/requests/cpu").asText())
                    .isNotEmpty();
            assertThat(cluster.json().at("/spec/resources/limits/memory").asText())
                    .isNotEmpty();
            assertThat(cluster.json().at("/spec/rabbitmq/additionalConfig").asText())
                    .doesNotContain("cluster_partition_handling");
        });
    }

    /** With TLS, ports without TLS cannot be reached from outside the pod. */
    @ParameterizedTest
    @MethodSource("io.logcast.manifests.Overlay#all")
    void metricsWithoutTlsStayInsideThePod(Overlay overlay) {
        assertThat(overlay.of("RabbitmqCluster")
                        .filter(cluster -> cluster.json().at("/spec/tls").isObject()))
                .allSatisfy(cluster -> {
                    assertThat(cluster.json()
                                    .at("/spec/tls/disableNonTLSListeners")
                                    .asBoolean())
                            .isTrue();
                    assertThat(cluster.json()
                                    .at("/spec/rabbitmq/additionalConfig")
                                    .asText())
                            .contains("prometheus.tcp.ip = 127.0.0.1\n", "prometheus.tcp.port = 15692\n");
                });
    }

    @ParameterizedTest
    @MethodSource("io.logcast.manifests.Overlay#all")
    void noServiceIsAnAdministratorIfThereAreOtherUsers(Overlay overlay) {
        if (overlay.of("User").findAny().isEmpty()) {
            return;
        }
        assertThat(overlay.objects())
                .noneMatch(object -> object.json().toString().contains("default-user"));
        assertThat(overlay.of("User").map(user -> user.json().at("/spec/tags")))
                .noneMatch(tags -> tags.toString().contains("administrator"));
        assertThat(overlay.of("Permission"))
                .hasSize(2)
                .noneMatch(
                        permission -> permission.json().path("spec").toString().contains("\".*\""));
        var scaler = overlay.of("User").filter(user -> user.name().equals("logcast-scaler"));
        assertThat(scaler)
                .allSatisfy(user -> assertThat(user.json().at("/spec/tags")).hasToString("[\"monitoring\"]"));
    }

    /** The permissions of deploy/rabbitmq, which are tested on a broker; the README sets the same by hand. */
    @ParameterizedTest
    @MethodSource("io.logcast.manifests.Overlay#all")
    void thePermissionsAreThoseThatAreTested(Overlay overlay) throws IOException {
        var tested = Manifest.YAML
                .readTree(Folders.projectRoot()
                        .resolve("deploy/rabbitmq/permissions.json")
                        .toFile())
                .path("permissions");
        var readme = Files.readString(Overlay.FOLDER.resolve("README.md"));
        assertThat(overlay.of("Permission")).allSatisfy(permission -> {
            var patterns = permission.json().at("/spec/permissions");
            assertThat(Manifest.elements(tested)
                            .filter(user -> user.path("user").asText().equals(permission.name())))
                    .singleElement()
                    .satisfies(user -> assertThat(List.of("configure", "write", "read"))
                            .allSatisfy(
                                    right -> assertThat(patterns.path(right)).isEqualTo(user.path(right))));
            assertThat(readme)
                    .contains("rabbitmqctl set_permissions %s '%s' '%s' '%s'"
                            .formatted(
                                    permission.name(),
                                    patterns.path("configure").asText(),
                                    patterns.path("write").asText(),
                                    patterns.path("read").asText()));
        });
    }

    @ParameterizedTest
    @MethodSource("io.logcast.manifests.Overlay#all")
    void noReplicaIsRemovedWhileTheBrokerDoesNotAnswer(Overlay overlay) {
        assertThat(overlay.of("ScaledObject")).allSatisfy(scaled -> {
            assertThat(scaled.json().at("/spec/fallback/behavior").asText()).isEqualTo("currentReplicasIfHigher");
            // It would have an effect only when scaling to 0.
            assertThat(scaled.json().path("spec").has("cooldownPeriod")).isFalse();
            assertThat(scaled.json().at("/spec/minReplicaCount").asInt()).isPositive();
        });
    }

    private static boolean isNewEnough(Manifest cluster) {
        var version = VERSION.matcher(cluster.json().at("/spec/image").asText());
        assertThat(version.matches()).isTrue();
        var numbers = List.of(version.group(1), version.group(2), version.group(3)).stream()
                .mapToInt(Integer::parseInt)
                .reduce(0, (sum, number) -> sum * 1000 + number);
        return numbers >= 4_002_004;
    }
}
