package io.logcast.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.logcast.local.process.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/** The settings that the services have, and those that their own files set. */
final class Settings {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MODEL = "META-INF/quarkus-config-doc/quarkus-config-model.json";
    private static final Pattern BROKER = Pattern.compile("For all channels: `(rabbitmq-[a-z-]+)`");

    private static final Path SHARED = Folders.projectRoot().resolve("service-http/src/main/java");
    private static final Pattern MAPPING = Pattern.compile("@ConfigMapping\\(prefix = \"([a-z.-]+)\"\\)");
    private static final Pattern SETTING = Pattern.compile("(?m)^    [\\w<>.]+ (\\w+)\\(\\);");

    private Settings() {}

    /** The properties that a module sets itself. */
    static Properties of(String module) {
        var properties = new Properties();
        Stream.of("application.properties", "META-INF/microprofile-config.properties")
                .map(file -> Folders.projectRoot()
                        .resolve(module)
                        .resolve("src/main/resources")
                        .resolve(file))
                .filter(Files::exists)
                .forEach(file -> {
                    try (var reader = Files.newBufferedReader(file)) {
                        properties.load(reader);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
        return properties;
    }

    /**
     * The environment variables that a built service reads, as patterns: those documented by its Quarkus extensions,
     * the connector's for the broker, and this project's properties.
     */
    static Set<Pattern> environmentOf(String service) throws IOException {
        var names = new TreeSet<String>();
        var libraries = Folders.projectRoot().resolve(service).resolve("target/quarkus-app/lib/main");
        try (var jars = Files.list(libraries)) {
            for (var jar : jars.toList()) {
                names.addAll(documentedIn(jar));
            }
        }
        BROKER.matcher(Files.readString(Folders.projectRoot().resolve("rabbitmq-connector/README.md")))
                .results()
                .map(match -> variable(match.group(1)))
                .forEach(names::add);
        Stream.of(service, "common-model")
                .flatMap(module -> of(module).stringPropertyNames().stream())
                // A property of a profile has the same name.
                .map(property -> variable(property.replaceFirst("^%[^.]+\\.", "")))
                .forEach(names::add);
        names.addAll(sharedNames());
        return names.stream()
                // A placeholder for a name that the user chooses, such as a data source's.
                .map(name -> Pattern.compile(name.replaceAll("__[A-Z0-9_]+?_(_|$)", "_[A-Z0-9_]+$1")))
                .collect(Collectors.toSet());
    }

    /** The properties of the mappings in the module that both services share. */
    private static Set<String> sharedNames() throws IOException {
        var names = new TreeSet<String>();
        try (var files = Files.walk(SHARED)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var source = Files.readString(file);
                var mapping = MAPPING.matcher(source);
                if (mapping.find()) {
                    SETTING.matcher(source)
                            .results()
                            .map(setting -> setting.group(1).replaceAll("([A-Z])", "_$1"))
                            .map(setting -> variable(mapping.group(1) + "_" + setting))
                            .forEach(names::add);
                }
            }
        }
        return names;
    }

    private static Set<String> documentedIn(Path jar) throws IOException {
        try (var zip = new ZipFile(jar.toFile())) {
            var entry = zip.getEntry(MODEL);
            if (entry == null) {
                return Set.of();
            }
            try (var model = zip.getInputStream(entry)) {
                var names = new TreeSet<String>();
                JSON.readTree(model).findValues("environmentVariable").stream()
                        .map(JsonNode::asText)
                        .forEach(names::add);
                return names;
            }
        }
    }

    private static String variable(String property) {
        return property.replaceAll("[^a-zA-Z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
