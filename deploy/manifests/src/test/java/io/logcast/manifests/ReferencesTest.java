package io.logcast.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** References from one object to another are right. */
class ReferencesTest {

    private static final Pattern SECRET = Pattern.compile("(?m)^\\| `([a-z-]+)` \\| ((?:`[a-z.-]+`(?:, )?)+) \\|");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final List<String> SELECTORS =
            List.of("/spec/selector/matchLabels", "/spec/podSelector/matchLabels", "/spec/selector");

    @ParameterizedTest
    @MethodSource("io.logcast.manifests.Overlay#all")
    void everyConfigMapIsThere(Overlay overlay) {
        var names = overlay.of("ConfigMap").map(Manifest::name).toList();
        assertThat(overlay.objects().stream().flatMap(object -> object.all("configMapRef")))
                .isNotEmpty()
                .allSatisfy(reference ->
                        assertThat(names).contains(reference.path("name").asText()));
    }

    @ParameterizedTest
    @MethodSource("io.logcast.manifests.Overlay#all")
    void everySecretIsDocumentedOrCreatedByAnOperator(Overlay overlay) throws IOException {
        var secrets = documentedSecrets();
        // The operators create these.
        overlay.of("User")
                .forEach(user -> secrets.put(user.name() + "-user-credentials", Set.of("username", "password")));
        overlay.of("RabbitmqCluster")
                .forEach(broker -> secrets.put(broker.name() + "-default-user", Set.of("username", "password")));
        assertThat(referencedKeys(overlay))
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(secrets.get(reference.getKey()))
                        .as(reference.getKey())
                        .isNotNull()
                        .contains(reference.getValue()));
    }

    @ParameterizedTest
    @MethodSource("io.logcast.manifests.Overlay#all")
    void everyPortIsOneOfTheContainers(Overlay overlay) {
        overlay.workloads().forEach(workload -> {
            var ports = portsOf(workload);
            assertThat(Stream.of("startupProbe", "readinessProbe", "livenessProbe")
                            .flatMap(workload::all)
                            .filter(probe -> probe.has("httpGet")))
                    .allSatisfy(probe ->
                            assertThat(ports).contains(probe.at("/httpGet/port").asText()));
        });
        assertThat(overlay.of("Service")).isNotEmpty().allSatisfy(service -> {
            var ports = selected(overlay, service.json().at("/spec/selector"))
                    .flatMap(workload -> portsOf(workload).stream())
                    .toList();
            assertThat(Manifest.elements(service.json().at("/spec/ports")))
                    .isNotEmpty()
                    .allSatisfy(port ->
                            assertThat(ports).contains(port.path("targetPort").asText()));
        });
    }

    @ParameterizedTest
    @MethodSource("io.logcast.manifests.Overlay#all")
    void everyServiceOfOursIsProbedOnTheManagementPort(Overlay overlay) {
        assertThat(overlay.services())
                .hasSize(2)
                .allSatisfy(service -> assertThat(service.containers())
                        .allSatisfy(container -> assertThat(Stream.of("startupProbe", "readinessProbe", "livenessProbe")
                                        .map(container::path))
                                .allSatisfy(probe -> assertThat(
                                                probe.at("/httpGet/port").asText())
                                        .isEqualTo("management"))));
    }

    @ParameterizedTest
    @MethodSource("io.logcast.manifests.Overlay#all")
    void everySelectorSelectsPods(Overlay overlay) {
        var selectors = overlay.objects().stream()
                .filter(ApiModels::know)
                .flatMap(object -> SELECTORS.stream()
                        .map(pointer -> object.json().at(pointer))
                        .filter(selector -> selector.isObject() && !selector.has("matchLabels"))
                        .limit(1))
                .toList();
        var peers = overlay.of("NetworkPolicy")
                .flatMap(policy -> policy.all("podSelector"))
                .map(selector -> selector.path("matchLabels"))
                .toList();
        assertThat(selectors).hasSizeGreaterThan(6).allSatisfy(selector -> assertSelectsPods(overlay, selector));
        assertThat(peers).isNotEmpty().allSatisfy(selector -> assertSelectsPods(overlay, selector));
    }

    @ParameterizedTest
    @MethodSource("io.logcast.manifests.Overlay#all")
    void whatScalesIsThere(Overlay overlay) {
        var deployments = overlay.services().map(Manifest::name).toList();
        assertThat(overlay.objects().stream()
                        .flatMap(object -> object.all("scaleTargetRef"))
                        .map(target -> target.path("name").asText()))
                .isSubsetOf(deployments);
        // With a scaler, every apply would reset a fixed number of replicas.
        var scaled = overlay.objects().stream()
                .flatMap(object -> object.all("scaleTargetRef"))
                .map(target -> target.path("name").asText())
                .toList();
        assertThat(overlay.services().filter(service -> scaled.contains(service.name())))
                .noneMatch(service -> service.json().at("/spec").has("replicas"));
    }

    @ParameterizedTest
    @MethodSource("io.logcast.manifests.Overlay#all")
    void theBrokerIsWhereTheServicesLookForIt(Overlay overlay) {
        if (!overlay.hasBroker()) {
            return;
        }
        var tls = overlay.rabbitmq().json().at("/spec/tls").isObject();
        assertThat(overlay.services())
                .isNotEmpty()
                .map(service -> overlay.settings(service))
                .allSatisfy(settings -> {
                    assertThat(settings.get("RABBITMQ_HOST"))
                            .isEqualTo(overlay.rabbitmq().name());
                    assertThat(settings.get("RABBITMQ_PORT")).isEqualTo(tls ? "5671" : "5672");
                    assertThat(settings.containsKey("RABBITMQ_TLS_CONFIGURATION_NAME"))
                            .isEqualTo(tls);
                });
        assertThat(overlay.of("ScaledObject").map(object -> object.json().at("/spec/triggers/0/metadata")))
                .allSatisfy(trigger -> {
                    assertThat(trigger.path("host").asText())
                            .isEqualTo(
                                    tls ? "https://%s.logcast.svc:15671/" : "http://%s.logcast.svc:15672/",
                                    overlay.rabbitmq().name());
                    assertThat(trigger.path("queueName").asText())
                            .isEqualTo(Settings.of("common-model").get("topology.archive.queue"));
                });
    }

    /** KEDA uses the authority's certificate only if another parameter enables TLS. */
    @ParameterizedTest
    @MethodSource("io.logcast.manifests.Overlay#all")
    void theScalerTrustsTheBrokersCertificateAuthority(Overlay overlay) {
        if (!overlay.hasBroker() || !overlay.rabbitmq().json().at("/spec/tls").isObject()) {
            return;
        }
        assertThat(overlay.of("TriggerAuthentication")).allSatisfy(authentication -> {
            var secrets = Manifest.elements(authentication.json().at("/spec/secretTargetRef"));
            assertThat(secrets.map(secret -> secret.path("parameter").asText())).contains("ca");
            var tls = Manifest.elements(authentication.json().at("/spec/configMapTargetRef"))
                    .filter(setting -> setting.path("parameter").asText().equals("tls"))
                    .findFirst()
                    .orElseThrow();
            assertThat(overlay.settings(tls.path("name").asText()))
                    .containsEntry(tls.path("key").asText(), "enable");
        });
    }

    @ParameterizedTest
    @MethodSource("io.logcast.manifests.Overlay#all")
    void theBrokersCertificateAuthorityIsMounted(Overlay overlay) {
        assertThat(overlay.services()).isNotEmpty().allSatisfy(service -> {
            var file = overlay.settings(service).get("QUARKUS_TLS_BROKER_TRUST_STORE_PEM_CERTS");
            if (file == null) {
                return;
            }
            assertThat(mountedSecretFiles(service)).contains(file);
        });
    }

    /** The services read them from there for each attempt to connect. */
    @ParameterizedTest
    @MethodSource("io.logcast.manifests.Overlay#all")
    void theBrokersUserIsMounted(Overlay overlay) {
        assertThat(overlay.services())
                .isNotEmpty()
                .allSatisfy(service -> Stream.of("USERNAME", "PASSWORD")
                        .map(name -> overlay.settings(service).get("RABBITMQ_" + name + "_FILE"))
                        .forEach(file -> assertThat(mountedSecretFiles(service)).contains(file)));
    }

    private static List<String> mountedSecretFiles(Manifest service) {
        return service.containers()
                .flatMap(container -> Manifest.elements(container.path("volumeMounts")))
                .flatMap(mount -> Manifest.elements(service.template().at("/spec/volumes"))
                        .filter(volume -> volume.path("name").equals(mount.path("name")))
                        .flatMap(volume -> Manifest.elements(volume.at("/secret/items")))
                        .map(item -> mount.path("mountPath").asText() + "/"
                                + item.path("path").asText()))
                .toList();
    }

    private static void assertSelectsPods(Overlay overlay, JsonNode selector) {
        if (selector.isEmpty()) {
            return;
        }
        assertThat(selected(overlay, selector).count() > 0
                        || overlay.hasBroker()
                                && Manifest.strings(selector)
                                        .equals(Map.of(
                                                "app.kubernetes.io/name",
                                                overlay.rabbitmq().name())))
                .as("%s selects pods", selector)
                .isTrue();
    }

    private static Stream<Manifest> selected(Overlay overlay, JsonNode selector) {
        return overlay.workloads()
                .filter(workload -> Manifest.strings(workload.template().at("/metadata/labels"))
                        .entrySet()
                        .containsAll(Manifest.strings(selector).entrySet()));
    }

    private static Set<String> portsOf(Manifest workload) {
        return workload.containers()
                .flatMap(container -> Manifest.elements(container.path("ports")))
                .flatMap(port -> Stream.of(
                        port.path("name").asText(), port.path("containerPort").asText()))
                .collect(Collectors.toSet());
    }

    private static Set<Map.Entry<String, String>> referencedKeys(Overlay overlay) {
        var keys = new HashSet<Map.Entry<String, String>>();
        for (var object : overlay.objects()) {
            object.all("secretKeyRef")
                    .forEach(ref -> keys.add(
                            Map.entry(ref.path("name").asText(), ref.path("key").asText())));
            object.all("secret")
                    .forEach(secret -> Manifest.elements(secret.path("items"))
                            .forEach(item -> keys.add(Map.entry(
                                    secret.path("secretName").asText(),
                                    item.path("key").asText()))));
            object.all("secretTargetRef")
                    .flatMap(Manifest::elements)
                    .forEach(ref -> keys.add(
                            Map.entry(ref.path("name").asText(), ref.path("key").asText())));
            Stream.of("tls.crt", "tls.key")
                    .forEach(key -> object.all("tls")
                            .filter(tls -> tls.has("secretName"))
                            .forEach(tls ->
                                    keys.add(Map.entry(tls.path("secretName").asText(), key))));
        }
        return keys;
    }

    private static Map<String, Set<String>> documentedSecrets() throws IOException {
        var secrets = new HashMap<String, Set<String>>();
        var rows = SECRET.matcher(Files.readString(Overlay.FOLDER.resolve("README.md")));
        while (rows.find()) {
            secrets.put(
                    rows.group(1),
                    CODE.matcher(rows.group(2))
                            .results()
                            .map(match -> match.group(1))
                            .collect(Collectors.toSet()));
        }
        return secrets;
    }
}
