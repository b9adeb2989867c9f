package io.logcast.local.rabbitmq;

import io.logcast.local.process.LocalProcessException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What brokers have kept in a folder: one entry for each series, since 4.3 cannot read the data of 3.10, nor the
 * reverse, and one for each engine that has a volume of containers. An entry counts once a broker has started with it.
 */
record KeptData(Path folder) {
    private static final Pattern NAME = Pattern.compile("data-(\\d+\\.\\d+)(?:-in-(\\w+))?");

    Path of(RabbitVersion version) {
        return folder.resolve("data-" + version.series());
    }

    /** The data itself is in the volume. */
    Path inVolumeOf(ContainerEngine engine) {
        return folder.resolve("data-" + RabbitVersion.REFERENCE + "-in-" + engine.program());
    }

    /** Makes the entry. If it is new, it does not count before {@link #started}. */
    void starting(Path entry) {
        try {
            if (!Files.exists(entry)) {
                Files.createDirectories(folder);
                // First, so that the entry does not count if this process is killed in between.
                Files.writeString(firstStart(entry), "");
                Files.createDirectories(entry);
            }
        } catch (IOException e) {
            throw new LocalProcessException(entry + " could not be created: " + e.getMessage(), e);
        }
    }

    /** A broker has started with it. */
    void started(Path entry) {
        try {
            Files.deleteIfExists(firstStart(entry));
        } catch (IOException e) {
            throw new LocalProcessException(firstStart(entry) + " could not be deleted: " + e.getMessage(), e);
        }
    }

    /** Exists until a broker has started with the entry. */
    private static Path firstStart(Path entry) {
        return entry.resolveSibling(entry.getFileName() + ".first-start");
    }

    boolean has(String series) {
        return entries().stream().anyMatch(entry -> series.equals(seriesOf(entry)));
    }

    /** A line for each entry that a broker whose data is in the given one does not see. */
    List<String> unseenBy(Path current) {
        return entries().stream()
                .filter(entry -> !entry.equals(current))
                .map(entry ->
                        "Messages of RabbitMQ %s may wait in %s. %s".formatted(seriesOf(entry), entry, howToRun(entry)))
                .toList();
    }

    private static String howToRun(Path entry) {
        return engineOf(entry)
                .map(engine -> "To use them, start the engine of " + engine)
                .or(() -> RabbitVersion.releaseOf(seriesOf(entry))
                        .map(release -> "To use them, set " + BrokerFinder.RELEASE + "=" + release))
                .orElse("To use them, install that RabbitMQ");
    }

    private static String seriesOf(Path entry) {
        return matched(entry, 1).orElse("");
    }

    private static Optional<String> engineOf(Path entry) {
        return matched(entry, 2);
    }

    private static Optional<String> matched(Path entry, int group) {
        var name = NAME.matcher(entry.getFileName().toString());
        return name.matches() ? Optional.ofNullable(name.group(group)) : Optional.empty();
    }

    private List<Path> entries() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.filter(file -> matched(file, 1).isPresent() && !Files.exists(firstStart(file)))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
