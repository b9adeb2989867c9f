package io.logcast.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ApiModelsTest {

    @ParameterizedTest
    @MethodSource("io.logcast.manifests.Overlay#all")
    void everyObjectIsOneThatTheApiTakes(Overlay overlay) {
        assertThat(overlay.objects()).filteredOn(ApiModels::know).hasSizeGreaterThan(10);
        assertSoftly(softly -> overlay.objects().stream()
                .filter(ApiModels::know)
                .forEach(object ->
                        softly.assertThatCode(() -> ApiModels.validate(object)).doesNotThrowAnyException()));
    }

    @ParameterizedTest
    @MethodSource("io.logcast.manifests.Overlay#all")
    void everyCustomResourceIsOneThatItsOperatorTakes(Overlay overlay) {
        var custom = overlay.objects().stream()
                .filter(object -> !ApiModels.know(object))
                .toList();
        assertThat(custom).isNotEmpty();
        var resources = CustomResources.given();
        assertThat(custom).flatExtracting(resources::violations).isEmpty();
    }

    @Test
    void anUnknownFieldOfACustomResourceIsRefused() {
        var resources = CustomResources.given();
        var cluster = Manifest.parse("""
                apiVersion: rabbitmq.com/v1beta1
                kind: RabbitmqCluster
                metadata:
                  name: broker
                spec:
                  replicas: three
                  persistance:
                    storage: 1Gi
                """).get(0);
        assertThat(resources.violations(cluster))
                .hasSize(2)
                .anyMatch(violation -> violation.contains("persistance"))
                .anyMatch(violation -> violation.contains("replicas"));
    }

    /** Each line breaks one place in the producer's Deployment. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "/spec, replica, 3, replica",
                "/spec, selector, -, selector",
                "/spec/template/spec, containers, -, containers",
                "/spec/template/spec, serviceAccountname, any, serviceAccountname",
                "/spec/template/spec/containers/0, name, -, name",
                "/spec/template/spec/containers/0, imagePullpolicy, Always, imagePullpolicy",
                "/spec/template/spec/containers/0/readinessProbe/httpGet, port, -, port",
                "/spec/template/spec/containers/0/ports/0, containerPort, eighty, eighty",
                "/spec/template/spec/volumes/1/secret/items/0, path, -, path",
                "/spec/template/spec/securityContext, runAsNonroot, true, runAsNonroot",
                "/spec/template/spec/topologySpreadConstraints/0, whenUnsatisfiable, -, whenUnsatisfiable",
                "'', apiVersion, apps/v7, apps/v7"
            })
    void whatIsWrongIsNamed(String pointer, String field, String value, String named) throws IOException {
        // Given
        var manifest = Manifest.parse(Files.readString(Overlay.FOLDER.resolve("base/producer-service.yaml"))).stream()
                .filter(object -> object.kind().equals("Deployment"))
                .findFirst()
                .orElseThrow();
        ApiModels.validate(manifest);

        // When
        var place = (ObjectNode) manifest.json().at(pointer);
        if (value == null) {
            Objects.requireNonNull(place.remove(field));
        } else {
            place.put(field, value);
        }

        // Then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ApiModels.validate(manifest))
                .withMessageContaining(named);
    }
}
