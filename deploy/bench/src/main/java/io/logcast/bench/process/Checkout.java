package io.logcast.bench.process;

import io.logcast.local.process.Folders;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * A built checkout of this project.
 *
 * @param name its name in the report
 */
public record Checkout(String name, Path root) {

    /** The checkout that the benchmarks are built from. */
    public static final Checkout THIS = new Checkout("this", Folders.projectRoot());

    /** The benchmarks and their tools. */
    private static final Path TOOLS = Path.of("deploy");

    public Checkout {
        if (!Files.isExecutable(root.resolve("mvnw"))) {
            throw new IllegalArgumentException("bench.other: " + root + " is not a checkout of this project");
        }
        root = root.toAbsolutePath().normalize();
    }

    /** The runnable jar of a service. */
    public Path jar(String service) {
        return built(root.resolve(service).resolve("target/quarkus-app/quarkus-run.jar"));
    }

    /**
     * The class path of this JVM, with this checkout's modules in place of its own; the benchmarks and their tools
     * stay.
     */
    String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> entry(Path.of(entry).toAbsolutePath()).toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private Path entry(Path entry) {
        if (equals(THIS) || !entry.startsWith(THIS.root)) {
            return entry;
        }
        var inside = THIS.root.relativize(entry);
        var name = inside.toString();
        int target = name.indexOf("/target/");
        if (inside.startsWith(TOOLS) || target < 0) {
            return entry;
        }
        return built(root.resolve(name.substring(0, target)).resolve("target/classes"));
    }

    private static Path built(Path path) {
        if (!Files.exists(path)) {
            throw new IllegalStateException("Not built: " + path + " does not exist");
        }
        return path;
    }
}
