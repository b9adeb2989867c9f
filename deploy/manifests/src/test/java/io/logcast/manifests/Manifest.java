package io.logcast.manifests;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** One Kubernetes object. */
record Manifest(JsonNode json) {

    static final YAMLMapper YAML = new YAMLMapper();

    /** The objects of a YAML stream. */
    static List<Manifest> parse(String yaml) {
        try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
            return documents.readAll().stream().map(Manifest::new).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String apiVersion() {
        return json.path("apiVersion").asText();
    }

    String kind() {
        return json.path("kind").asText();
    }

    String name() {
        return json.at("/metadata/name").asText();
    }

    /** The pod template; missing if the object creates no pods. */
    JsonNode template() {
        return kind().equals("Deployment") || kind().equals("StatefulSet")
                ? json.at("/spec/template")
                : MissingNode.getInstance();
    }

    Stream<JsonNode> containers() {
        return elements(template().at("/spec/containers"));
    }

    static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    /** All places where an object has this field, at any depth. */
    Stream<JsonNode> all(String field) {
        return json.findValues(field).stream();
    }

    static Map<String, String> strings(JsonNode object) {
        return YAML.convertValue(object, new TypeReference<>() {});
    }

    @Override
    public String toString() {
        return kind() + " " + name();
    }
}
