package io.logcast.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Access from outside: streams are neither buffered nor cut, and uploads have no size limit. */
class IngressTest {

    private static final String NGINX = "nginx.ingress.kubernetes.io/";

    @ParameterizedTest
    @MethodSource("io.logcast.manifests.Overlay#all")
    void anIngressLeadsToAServiceAndNeitherBuffersNorLimits(Overlay overlay) {
        assertThat(overlay.of("Ingress")).allSatisfy(ingress -> {
            var backend = ingress.json().at("/spec/rules/0/http/paths/0/backend/service");
            assertHasPort(overlay, backend.path("name").asText(), backend.at("/port/name"), "name");
            assertThat(ingress.json().at("/spec/tls/0/hosts/0"))
                    .isEqualTo(ingress.json().at("/spec/rules/0/host"));
            var annotations = Manifest.strings(ingress.json().at("/metadata/annotations"));
            if (ingress.name().equals("consumer-service")) {
                assertThat(annotations)
                        .containsEntry(NGINX + "proxy-buffering", "off")
                        .containsEntry(NGINX + "proxy-read-timeout", "3600");
            } else {
                assertThat(annotations)
                        .containsEntry(NGINX + "proxy-body-size", "0")
                        .containsEntry(NGINX + "proxy-request-buffering", "off");
            }
        });
    }

    @ParameterizedTest
    @MethodSource("io.logcast.manifests.Overlay#all")
    void aRouteOfAGatewayLeadsToAServiceWithoutATimeLimit(Overlay overlay) {
        assertThat(overlay.of("HTTPRoute"))
                .flatExtracting(route ->
                        Manifest.elements(route.json().at("/spec/rules")).toList())
                .allSatisfy(rule -> {
                    assertThat(rule.at("/timeouts/request").asText()).isEqualTo("0s");
                    var backend = rule.at("/backendRefs/0");
                    assertHasPort(overlay, backend.path("name").asText(), backend.path("port"), "port");
                });
    }

    private static void assertHasPort(Overlay overlay, String service, JsonNode port, String field) {
        assertThat(overlay.of("Service").filter(candidate -> candidate.name().equals(service)))
                .singleElement()
                .satisfies(found -> assertThat(Manifest.elements(found.json().at("/spec/ports"))
                                .map(entry -> entry.path(field)))
                        .contains(port));
    }
}
