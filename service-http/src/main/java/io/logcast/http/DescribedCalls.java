package io.logcast.http;

import io.quarkus.smallrye.openapi.runtime.OpenApiDocumentService;
import io.smallrye.openapi.runtime.io.Format;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The calls of this service, as its OpenAPI document describes them. */
@Singleton
final class DescribedCalls {

    /** A path of the document as a pattern, and its content types by method. */
    private record Route(Pattern path, Map<String, Set<String>> types) {}

    private final OpenApiDocumentService documents;
    private volatile List<Route> routes = List.of();

    DescribedCalls(OpenApiDocumentService documents) {
        this.documents = documents;
    }

    /** The content types that the call takes, in alphabetical order; none if it takes no body. */
    Set<String> types(String method, String path) {
        return typesByMethod(path).getOrDefault(method, Set.of());
    }

    /** The methods that the path has, in alphabetical order. */
    Set<String> methods(String path) {
        return typesByMethod(path).keySet();
    }

    private Map<String, Set<String>> typesByMethod(String path) {
        return routes().stream()
                .filter(route -> route.path().matcher(path).matches())
                .map(Route::types)
                .findFirst()
                .orElse(Map.of());
    }

    /** Read when first needed: few calls are refused for their type. */
    private List<Route> routes() {
        if (routes.isEmpty()) {
            routes = new JsonObject(Buffer.buffer(documents.getDocument("<default>", Format.JSON)))
                    .getJsonObject("paths", new JsonObject()).stream()
                            .map(entry -> route(entry.getKey(), (JsonObject) entry.getValue()))
                            .toList();
        }
        return routes;
    }

    private static Route route(String path, JsonObject operations) {
        var types = new TreeMap<String, Set<String>>();
        for (var method : operations.fieldNames()) {
            if (operations.getValue(method) instanceof JsonObject operation) {
                types.put(method.toUpperCase(Locale.ROOT), types(operation));
            }
        }
        var pattern = path.replaceAll("\\{[^}]*}", "[^/]+");
        return new Route(Pattern.compile(pattern), types);
    }

    private static Set<String> types(JsonObject operation) {
        var body = operation.getJsonObject("requestBody", new JsonObject());
        return new TreeSet<>(body.getJsonObject("content", new JsonObject()).fieldNames());
    }
}
