package io.logcast.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A call from a service's OpenAPI document.
 *
 * @param operation its description in that document
 */
record DescribedRoute(URI service, String method, String path, JsonNode operation) {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head");
    private static final String UUID = "0198f0c4-7d1e-7a50-8f0a-3b5c2d1e4f60";

    static List<DescribedRoute> allOf(URI service, String document) {
        return LogClient.json(document)
                .path("paths")
                .propertyStream()
                .flatMap(path -> path.getValue()
                        .propertyStream()
                        .filter(entry -> METHODS.contains(entry.getKey()))
                        .map(entry -> new DescribedRoute(
                                service, entry.getKey().toUpperCase(Locale.ROOT), path.getKey(), entry.getValue())))
                .toList();
    }

    /** The call with that token and without a body. */
    RawCall call(String token) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("Authorization", "Bearer " + token);
        headers.put("Accept", "*/*");
        contentTypes().stream().findFirst().ifPresent(type -> headers.put("Content-Type", type));
        return new RawCall(method, target(), headers, new byte[0]);
    }

    /** The path, with values for its parameters. */
    String target() {
        var target = path;
        for (var parameter : parameters("path").toList()) {
            var schema = parameter.path("schema");
            var value = schema.path("type").asText().equals("integer")
                    ? "1"
                    : schema.path("format").asText().equals("uuid") ? UUID : "walked";
            target = target.replace("{" + parameter.path("name").asText() + "}", value);
        }
        return target.replaceAll("\\{[^}]*}", "walked");
    }

    List<String> queryParameters() {
        return parameters("query")
                .map(parameter -> parameter.path("name").asText())
                .toList();
    }

    boolean hasPathParameters() {
        return path.contains("{");
    }

    Set<String> contentTypes() {
        var types = new TreeSet<String>();
        operation.path("requestBody").path("content").fieldNames().forEachRemaining(types::add);
        return types;
    }

    boolean takesJson() {
        return takesAnyType() || contentTypes().contains("application/json");
    }

    /** Whether it reads every body in the same way, whatever the header says. */
    boolean takesAnyType() {
        return contentTypes().contains("*/*");
    }

    boolean documents(int status) {
        return operation.path("responses").has(Integer.toString(status));
    }

    private Stream<JsonNode> parameters(String in) {
        return operation
                .path("parameters")
                .valueStream()
                .filter(parameter -> parameter.path("in").asText().equals(in));
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
