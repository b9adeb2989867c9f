package io.logcast.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The chart renders the same objects as the overlay, and refuses wrong values. */
class ChartTest {

    private static final List<String> HELMS_OWN = List.of("helm.sh/chart", "app.kubernetes.io/managed-by");

    /**
     * Except for the namespace, which is the release's, and the ConfigMap's name, which kustomize derives from its
     * content.
     */
    @Test
    void withItsOwnValuesItRendersTheProductionOverlay() {
        var overlay = byName(Overlay.named("production"));
        overlay.remove("Namespace logcast");
        var chart = byName(Overlay.named(Chart.PREFIX + "values.yaml"));
        assertThat(chart.keySet()).isEqualTo(overlay.keySet());
        assertThat(chart)
                .allSatisfy((name, object) -> assertThat(object).as(name).isEqualTo(overlay.get(name)));
    }

    @Test
    void helmsLintHasNothingToSay() {
        var lint = Chart.lint();
        assertThat(lint.isFailed()).as(lint.getMessages().toString()).isFalse();
    }

    @Test
    void valuesReachTheObjects() {
        var elsewhere = Overlay.named(Chart.PREFIX + "elsewhere.yaml");
        assertThat(elsewhere.hasBroker()).isFalse();
        assertThat(elsewhere.services())
                .extracting(service -> service.json().at("/spec/replicas").asInt())
                .containsExactly(3, 2);
        var producer = elsewhere.services().filter(service -> service.name().startsWith("producer"));
        assertThat(producer).singleElement().satisfies(service -> {
            assertThat(service.json()
                            .at("/spec/template/spec/containers/0/image")
                            .asText())
                    .startsWith("registry.example.com:5000/team/logcast/producer-service:1.0.1@sha256:0123");
            assertThat(service.json()
                            .at("/spec/template/spec/containers/0/env/1/name")
                            .asText())
                    .isEqualTo("QUARKUS_LOG_LEVEL");
            assertThat(elsewhere.settings(service))
                    .containsEntry("RABBITMQ_HOST", "rabbitmq.example.com")
                    .containsEntry("LOGCAST_SECURITY_AUTHENTICATION", "none")
                    .hasEntrySatisfying(
                            "LOGCAST_HTTP_HOSTS",
                            hosts -> assertThat(hosts.split(","))
                                    .contains("producer-service.logcast.svc", "logs.example.com"));
        });
        assertThat(elsewhere
                        .of("NetworkPolicy")
                        .flatMap(policy -> policy.all("cidr"))
                        .map(JsonNode::asText))
                .contains("10.1.0.0/24", "10.2.0.0/24", "10.3.0.0/24");
        assertThat(elsewhere
                        .of("Ingress")
                        .map(ingress -> ingress.json().at("/spec/rules/0/host").asText()))
                .containsExactlyInAnyOrder("in.logs.example.com", "logs.example.com");
        assertThat(elsewhere
                        .of("PodMonitor")
                        .map(monitor ->
                                monitor.json().at("/metadata/labels/release").asText()))
                .containsExactly("prometheus", "prometheus");
    }

    @Test
    void keysAreMountedAndWithoutAnIssuerTheOnlyWayToAuthenticate() {
        for (var authentication : Map.of("true", "oidc", "false", "keys").entrySet()) {
            var objects = Chart.render(
                    values -> values.set("keys.secret", "callers").set("oidc.enabled", authentication.getKey()));
            assertThat(objects.stream()
                            .filter(object -> object.toString().equals("ConfigMap logcast"))
                            .map(object -> object.json().path("data")))
                    .singleElement()
                    .satisfies(settings -> {
                        assertThat(settings.path("LOGCAST_SECURITY_KEYS").asText())
                                .isEqualTo("/etc/logcast/keys/keys");
                        assertThat(settings.path("LOGCAST_SECURITY_AUTHENTICATION")
                                        .asText("oidc"))
                                .isEqualTo(authentication.getValue());
                    });
            assertThat(objects.stream()
                            .flatMap(object -> object.all("secretName"))
                            .map(JsonNode::asText))
                    .filteredOn("callers"::equals)
                    .hasSize(2);
        }
    }

    @Test
    void aChangeOfTheSettingsRollsThePods() {
        var before = Chart.render(values -> values);
        var after = Chart.render(values -> values.set("settings.LOGCAST_ROUTING_ATTRIBUTES", "tenant"));
        assertThat(checksums(after)).hasSize(2).doesNotContainAnyElementsOf(checksums(before));
    }

    /** The schema names the wrong value. */
    @ParameterizedTest
    @CsvSource({
        "producer.replica, 3, replica",
        "producer.replicas, many, replicas",
        "producer.image.digest, sha256:12, digest",
        "consumer.autoscaling.minReplicas, 0, minReplicas",
        "consumer.resources.limits.memory, lots, memory",
        "broker.replicas, 2, replicas",
        "broker.port, 70000, port",
        "database.secret, Not_A_Name, secret",
        "settings.lower_case, any, lower_case",
        "ingress.enabled, perhaps, enabled",
        "tracing, any, tracing"
    })
    void aValueThatIsWrongIsNamed(String value, String given, String named) {
        assertThatThrownBy(() -> Chart.render(values -> values.set(value, given)))
                .hasMessageContaining("schema")
                .hasMessageContaining(named);
    }

    private static List<String> checksums(List<Manifest> objects) {
        return objects.stream()
                .flatMap(object -> object.all("checksum/settings"))
                .map(JsonNode::asText)
                .toList();
    }

    private static Map<String, JsonNode> byName(Overlay overlay) {
        return overlay.objects().stream()
                .map(object -> normalized(object.json().deepCopy()))
                .collect(Collectors.toMap(
                        json -> json.path("kind").asText() + " "
                                + json.at("/metadata/name").asText(),
                        json -> json));
    }

    private static JsonNode normalized(JsonNode json) {
        var metadata = (ObjectNode) json.path("metadata");
        metadata.remove("namespace");
        json.findParents("labels").forEach(parent -> ((ObjectNode) parent.path("labels")).remove(HELMS_OWN));
        json.findParents("checksum/settings").forEach(annotations -> ((ObjectNode) annotations).removeAll());
        json.findParents("annotations").stream()
                .filter(parent -> parent.path("annotations").isEmpty())
                .forEach(parent -> ((ObjectNode) parent).remove("annotations"));
        json.findParents("env").forEach(container -> sortByName((ArrayNode) container.path("env")));
        var name = metadata.path("name").asText();
        if (json.path("kind").asText().equals("ConfigMap")) {
            metadata.put("name", withoutHash(name));
        }
        json.findValues("configMapRef")
                .forEach(reference -> ((ObjectNode) reference)
                        .put("name", withoutHash(reference.path("name").asText())));
        return json;
    }

    private static void sortByName(ArrayNode variables) {
        var sorted = Manifest.elements(variables)
                .sorted(Comparator.comparing(variable -> variable.path("name").asText()))
                .toList();
        variables.removeAll().addAll(sorted);
    }

    private static String withoutHash(String name) {
        return name.replaceFirst("^logcast-[a-z0-9]{10}$", "logcast");
    }
}
