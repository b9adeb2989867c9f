package io.logcast.cli.connection;

import io.logcast.cli.terminal.CliException;
import io.logcast.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The settings from three sources. Options override the environment, which overrides the configuration file. The same
 * setting is {@code --key-file} as an option, {@code LOGCAST_KEY_FILE} in the environment, and {@code key-file} in the
 * file. The prefixes {@code producer-} and {@code consumer-} restrict a setting to one service; within the same source,
 * such a setting wins.
 */
public final class Settings {

    private static final Set<String> OF_A_SERVICE = Set.of("url", "key", "key-file");
    private static final Set<String> NAMES = Stream.concat(
                    Stream.of("issuer", "client-id", "client-secret", "client-secret-file", "scope", "state"),
                    OF_A_SERVICE.stream().flatMap(name -> Stream.of(name, "producer-" + name, "consumer-" + name)))
            .collect(Collectors.toUnmodifiableSet());

    private final List<Function<String, @Nullable String>> sources = new ArrayList<>();

    private Settings(Map<String, @Nullable Object> options, Map<String, String> environment, Properties file) {
        sources.add(name -> {
            var given = options.get(name);
            return given == null ? null : given.toString();
        });
        sources.add(name -> blankToNull(environment.get(variable(name))));
        sources.add(name -> blankToNull(file.getProperty(name)));
    }

    /**
     * @param options those that the user gave, by the names of settings
     * @param given the file that the user named; null for the one that the environment names, or the default one if it
     *     exists
     */
    static Settings of(Map<String, @Nullable Object> options, Map<String, String> environment, @Nullable Path given) {
        var named = given == null ? environment.get("LOGCAST_CONFIG") : given.toString();
        var file =
                named == null ? home(environment, "XDG_CONFIG_HOME", ".config").resolve("config") : Path.of(named);
        return new Settings(options, environment, named == null && !Files.exists(file) ? new Properties() : read(file));
    }

    /** This command's folder in one of the user's folders. */
    static Path home(Map<String, String> environment, String variable, String folderOfHome) {
        var folder = blankToNull(environment.get(variable));
        var base = folder == null
                ? Path.of(environment.getOrDefault("HOME", System.getProperty("user.home", ".")), folderOfHome)
                : Path.of(folder);
        return base.resolve("logcast");
    }

    Optional<String> find(String name) {
        return first(source -> source.apply(name));
    }

    Optional<String> find(Service service, String name) {
        return first(source -> {
            var own = source.apply(service.prefix() + name);
            return own == null ? source.apply(name) : own;
        });
    }

    /**
     * A secret, or the first line of the file that another setting names. Within the same source, the service's own
     * setting wins.
     */
    Optional<String> findSecret(Service service, String name) {
        return first(source -> {
            for (var candidate : List.of(service.prefix() + name, name)) {
                var value = source.apply(candidate);
                var file = source.apply(candidate + "-file");
                if (value != null || file != null) {
                    return value == null ? secretIn(Path.of(String.valueOf(file))) : value;
                }
            }
            return null;
        });
    }

    /** The first line of a file with a secret. */
    static String secretIn(Path file) {
        try (var lines = Files.lines(file)) {
            return lines.findFirst()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .orElseThrow(() -> new CliException(ExitCode.FAILED, file + " is empty"));
        } catch (IOException | java.io.UncheckedIOException e) {
            throw new CliException(ExitCode.FAILED, file + " cannot be read");
        }
    }

    private Optional<String> first(Function<Function<String, @Nullable String>, @Nullable String> search) {
        for (var source : sources) {
            var found = search.apply(source);
            if (found != null) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }

    private static Properties read(Path file) {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new CliException(ExitCode.FAILED, "the configuration file " + file + " cannot be read");
        }
        for (var name : properties.stringPropertyNames()) {
            if (!NAMES.contains(name)) {
                throw CliException.usage("%s: unknown setting %s; known are %s"
                        .formatted(
                                file,
                                name,
                                String.join(", ", NAMES.stream().sorted().toList())));
            }
        }
        return properties;
    }

    private static String variable(String name) {
        return "LOGCAST_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }
}
