package io.logcast.manifests;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The operators' {@code CustomResourceDefinition}s, from the YAML files of a folder. */
record CustomResources(List<Manifest> definitions) {

    private static final String SETTING = "logcast.crds";

    /** The definitions in the folder that {@code -Dlogcast.crds} names. Skips the test without it. */
    static CustomResources given() {
        var folder = System.getProperty(SETTING, "");
        assumeTrue(
                !folder.isEmpty(),
                "no -D" + SETTING + "=FOLDER: the custom resources are not checked against their definitions");
        try (var files = Files.list(Path.of(folder))) {
            return new CustomResources(files.filter(file -> file.toString().endsWith(".yaml"))
                    .map(CustomResources::read)
                    .flatMap(yaml -> Manifest.parse(yaml).stream())
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The faults of an object, unknown fields included. */
    List<String> violations(Manifest resource) {
        var schema = strict(schemaOf(resource).deepCopy());
        return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(schema).validate(resource.json()).stream()
                .map(violation -> resource + ": " + violation.getMessage())
                .toList();
    }

    private JsonNode schemaOf(Manifest resource) {
        return definitions.stream()
                .filter(crd -> crd.json().at("/spec/names/kind").asText().equals(resource.kind()))
                .flatMap(crd -> Manifest.elements(crd.json().at("/spec/versions"))
                        .filter(version -> resource.apiVersion()
                                .equals(crd.json().at("/spec/group").asText() + "/"
                                        + version.path("name").asText())))
                .map(version -> version.at("/schema/openAPIV3Schema"))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "no definition of " + resource.kind() + " in " + resource.apiVersion()));
    }

    // As the API server does with field validation "Strict".
    private static JsonNode strict(JsonNode schema) {
        if (schema instanceof ObjectNode object
                && object.path("properties").isObject()
                && !object.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
            object.put("additionalProperties", false);
        }
        schema.forEach(CustomResources::strict);
        return schema;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
