package io.logcast.manifests.nativesources;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.logcast.local.process.Folders;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The sources of a service's native executable.
 *
 * @param classes all classes by their internal names, including the libraries', with the service's own first
 * @param loader loads these classes; their annotations of Jackson and Jakarta REST are the tests' own classes
 * @param reflective classes whose constructors, methods and fields are all registered for reflection
 */
record NativeSources(Map<String, byte[]> classes, ClassLoader loader, Set<String> reflective) {

    private static final String OWN = "io/logcast/";
    private static final String REGISTRATIONS = "META-INF/native-image/reflect-config.json";
    private static final List<String> COMPLETE =
            List.of("allDeclaredConstructors", "allDeclaredMethods", "allDeclaredFields");
    private static final Map<String, NativeSources> READ = new ConcurrentHashMap<>();

    /** The sources of a service module; read once. */
    static NativeSources of(String service) {
        return READ.computeIfAbsent(service, NativeSources::read);
    }

    /** The names of the project's own classes, including those that Quarkus generated for them. */
    Stream<String> own() {
        return classes.keySet().stream().filter(name -> name.startsWith(OWN));
    }

    Class<?> load(String internalName) {
        try {
            return Class.forName(internalName.replace('/', '.'), false, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            throw new AssertionError(internalName + " cannot be loaded", e);
        }
    }

    private static NativeSources read(String service) {
        var folder = Folders.projectRoot().resolve(service).resolve("target/native-sources");
        try (var files = Files.walk(folder)) {
            var jars = files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
            var runner = jars.stream()
                    .filter(jar -> jar.toString().endsWith("-runner.jar"))
                    .toList();
            assertThat(runner).as("built sources of %s", service).hasSize(1);
            var all = Stream.concat(runner.stream(), jars.stream().filter(Predicate.not(runner::contains)))
                    .toList();
            return new NativeSources(classes(all), loader(all), reflective(runner.get(0)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, byte[]> classes(List<Path> jars) throws IOException {
        var classes = new LinkedHashMap<String, byte[]>();
        for (var path : jars) {
            try (var jar = open(path)) {
                for (var entry : jar.versionedStream().toList()) {
                    var name = entry.getName();
                    if (name.endsWith(".class") && !name.endsWith("-info.class")) {
                        try (var in = jar.getInputStream(entry)) {
                            classes.putIfAbsent(
                                    name.substring(0, name.length() - ".class".length()), in.readAllBytes());
                        }
                    }
                }
            }
        }
        return classes;
    }

    private static JarFile open(Path path) throws IOException {
        return new JarFile(new File(path.toString()), false, JarFile.OPEN_READ, Runtime.version());
    }

    private static ClassLoader loader(List<Path> jars) throws MalformedURLException {
        var urls = new ArrayList<URL>();
        for (var jar : jars) {
            urls.add(jar.toUri().toURL());
        }
        return new URLClassLoader(urls.toArray(URL[]::new), new Annotations());
    }

    /** From the tests' class path, only the classes that the tests look for in the service's classes. */
    private static final class Annotations extends ClassLoader {
        private static final List<String> PACKAGES = List.of(
                "com.fasterxml.jackson.annotation.",
                "com.fasterxml.jackson.core.",
                "com.fasterxml.jackson.databind.",
                "jakarta.ws.rs.");

        Annotations() {
            super(ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (PACKAGES.stream().noneMatch(name::startsWith)) {
                throw new ClassNotFoundException(name);
            }
            return NativeSources.class.getClassLoader().loadClass(name);
        }
    }

    private static Set<String> reflective(Path runner) throws IOException {
        try (var jar = open(runner);
                var json = jar.getInputStream(jar.getEntry(REGISTRATIONS))) {
            return StreamSupport.stream(new ObjectMapper().readTree(json).spliterator(), false)
                    .filter(type ->
                            COMPLETE.stream().allMatch(part -> type.path(part).asBoolean()))
                    .map(NativeSources::name)
                    .collect(Collectors.toSet());
        }
    }

    private static String name(JsonNode type) {
        return type.path("name").asText();
    }
}
