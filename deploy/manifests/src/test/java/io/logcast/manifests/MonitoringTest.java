package io.logcast.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.local.process.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Prometheus Operator gets the same rules and targets as Prometheus in deploy/observability. */
class MonitoringTest {

    private static final Path ALERTS = Folders.projectRoot().resolve("deploy/observability/alerts.yaml");
    private static final Path RULE = Overlay.FOLDER.resolve("components/monitoring/alerts.yaml");
    private static final Path IN_CHART = Chart.FOLDER.resolve("files/alerts.yaml");
    private static final String HEAD = """
            # Made from deploy/observability/alerts.yaml: ./mvnw test -pl deploy/manifests -am -Dtest=MonitoringTest -Dalerts.write
            apiVersion: monitoring.coreos.com/v1
            kind: PrometheusRule
            metadata:
              name: logcast
            spec:
            """;

    /** {@code -Dalerts.write} writes both copies anew. */
    @Test
    void theAlertsAreThoseOfTheObservabilityFolder() throws IOException {
        var alerts = Files.readString(ALERTS);
        var groups = alerts.substring(alerts.indexOf("groups:"));
        if (Boolean.getBoolean("alerts.write")) {
            Files.writeString(
                    RULE, HEAD + groups.lines().map("  "::concat).collect(Collectors.joining("\n", "", "\n")));
            Files.writeString(IN_CHART, groups);
        }
        assertThat(Files.readString(IN_CHART)).isEqualTo(groups);
        assertThat(Manifest.parse(Files.readString(RULE)).get(0).json().at("/spec"))
                .isEqualTo(Manifest.parse(alerts).get(0).json());
    }

    @ParameterizedTest
    @MethodSource("io.logcast.manifests.Overlay#all")
    void everyPodMonitorScrapesAPortOfItsPods(Overlay overlay) {
        assertThat(overlay.of("PodMonitor")).allSatisfy(monitor -> {
            var name = monitor.json()
                    .at("/spec/selector/matchLabels/app.kubernetes.io~1name")
                    .asText();
            var endpoints = Manifest.elements(monitor.json().at("/spec/podMetricsEndpoints"))
                    .toList();
            assertThat(endpoints).isNotEmpty();
            if (overlay.hasBroker() && name.equals(overlay.rabbitmq().name())) {
                var tls = overlay.rabbitmq().json().at("/spec/tls").isObject();
                assertThat(endpoints)
                        .allSatisfy(endpoint -> assertThat(endpoint.path("port").asText())
                                .isEqualTo(tls ? "prometheus-tls" : "prometheus"));
            } else {
                assertThat(overlay.services().map(Manifest::name)).contains(name);
                assertThat(endpoints).allSatisfy(endpoint -> {
                    assertThat(endpoint.path("port").asText()).isEqualTo("management");
                    assertThat(endpoint.path("path").asText()).isEqualTo("/q/metrics");
                });
            }
        });
    }
}
