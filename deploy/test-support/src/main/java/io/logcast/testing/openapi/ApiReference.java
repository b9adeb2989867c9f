package io.logcast.testing.openapi;

import io.logcast.local.process.Folders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A service's part of the API reference, with a chapter for each call in its OpenAPI document. */
public final class ApiReference {

    private static final Path PAGE = Folders.projectRoot().resolve("docs/api.md");
    private static final List<String> METHODS = List.of("get", "post", "put", "delete");
    private static final String REFERENCE = "$ref";

    private final JsonObject document;

    private ApiReference(JsonObject document) {
        this.document = document;
    }

    /**
     * The part of the page between the service's two marks. {@code -Dapi.write} rewrites it.
     *
     * @param made the text that it must have
     */
    public static String onThePage(String service, String made) throws IOException {
        var begin = "<!-- " + service + " -->\n\n";
        var end = "<!-- end of " + service + " -->";
        var page = Files.readString(PAGE);
        var from = page.indexOf(begin) + begin.length();
        var to = page.indexOf(end);
        if (Boolean.getBoolean("api.write")) {
            Files.writeString(PAGE, page.substring(0, from) + made + page.substring(to));
            return made;
        }
        return page.substring(from, to);
    }

    /** @param openApi the document as JSON */
    public static String of(String openApi) {
        return new ApiReference(new JsonObject(openApi)).calls();
    }

    private String calls() {
        return object(document, "paths").stream()
                .flatMap(path -> METHODS.stream()
                        .filter(method -> ((JsonObject) path.getValue()).containsKey(method))
                        .map(method -> call(path.getKey(), method, (JsonObject) path.getValue())))
                .collect(Collectors.joining());
    }

    private String call(String path, String method, JsonObject item) {
        var operation = object(item, method);
        var text = new StringBuilder("### `%s %s`\n\n".formatted(method.toUpperCase(Locale.ROOT), path));
        Stream.of(operation.getString("summary"), operation.getString("description"))
                .filter(sentence -> sentence != null && !sentence.isBlank())
                .forEach(sentence -> text.append(cell(sentence)).append(sentence.endsWith(".") ? "\n" : ".\n"));
        var parameters = Stream.concat(objects(item, "parameters"), objects(operation, "parameters"))
                .map(this::parameter)
                .collect(Collectors.joining());
        if (!parameters.isEmpty()) {
            text.append("\n| parameter | in | type | what |\n|---|---|---|---|\n")
                    .append(parameters);
        }
        var types = types(resolved(object(operation, "requestBody")));
        if (!types.isEmpty()) {
            text.append("\nBody: ").append(types).append(".\n");
        }
        text.append("\n| answer | what | body |\n|---|---|---|\n");
        object(operation, "responses").stream()
                .sorted(Map.Entry.comparingByKey())
                .map(answer -> answer(answer.getKey(), resolved((JsonObject) answer.getValue())))
                .forEach(text::append);
        return text.append('\n').toString();
    }

    private String parameter(JsonObject parameter) {
        var schema = resolved(object(parameter, "schema"));
        var required = parameter.getBoolean("required", false) ? ", required" : "";
        return "| `%s` | %s%s | %s | %s |\n"
                .formatted(
                        parameter.getString("name"),
                        parameter.getString("in"),
                        required,
                        type(schema),
                        cell(parameter.getString("description", "")));
    }

    private static String type(JsonObject schema) {
        var type = schema.getValue("type") instanceof JsonArray several
                ? several.getString(0)
                : schema.getString("type", "string");
        var format = schema.getString("format");
        var text = new StringBuilder(format == null ? type : type + " (" + format + ")");
        if (schema.containsKey("minimum") && schema.containsKey("maximum")) {
            text.append(", ").append(schema.getValue("minimum")).append(" to ").append(schema.getValue("maximum"));
        }
        if (schema.containsKey("default")) {
            text.append(", default ").append(schema.getValue("default"));
        }
        return text.toString();
    }

    private static String answer(String status, JsonObject answer) {
        return "| %s | %s | %s |\n".formatted(status, cell(answer.getString("description", "")), types(answer));
    }

    private static String types(JsonObject body) {
        return object(body, "content").fieldNames().stream()
                .map(type -> "`" + type + "`")
                .collect(Collectors.joining(", "));
    }

    private JsonObject resolved(JsonObject element) {
        var reference = element.getString(REFERENCE);
        if (reference == null) {
            return element;
        }
        var found = document;
        for (var name : reference.substring(2).split("/")) {
            found = object(found, name);
        }
        return found;
    }

    private Stream<JsonObject> objects(JsonObject parent, String name) {
        return parent.getJsonArray(name, new JsonArray()).stream().map(element -> resolved((JsonObject) element));
    }

    private static JsonObject object(JsonObject parent, String name) {
        return parent.getJsonObject(name, new JsonObject());
    }

    /** In one line, with the characters escaped that would end a table's cell. */
    private static String cell(String text) {
        return text.strip().replaceAll("\\s+", " ").replace("|", "\\|").replace("<", "&lt;");
    }
}
