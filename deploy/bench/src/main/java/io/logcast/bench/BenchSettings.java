package io.logcast.bench;

import io.logcast.bench.process.Checkout;
import io.logcast.local.process.Folders;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to run.
 *
 * @param runs counted rounds
 * @param warmups rounds before them
 * @param only parts of benchmarks' names; empty for all
 * @param queues queue types
 * @param ingest how long a run of requests takes
 * @param services how much work both services get
 * @param jvm options of the candidates' processes
 * @param output where the report goes
 * @param other the checkout to compare with; null for comparisons with other software
 */
record BenchSettings(
        int runs,
        int warmups,
        List<String> only,
        List<String> queues,
        int publishMessages,
        int consumeMessages,
        Duration ingest,
        OfServices services,
        List<String> jvm,
        Path output,
        @Nullable Checkout other) {

    /**
     * Work for both services.
     *
     * @param searchRows the archives' sizes
     * @param searchArrivals how many events arrive in a second during searches
     * @param archiveRows how many events an archive has that gets more
     * @param stream how long a run posts events
     * @param scaleOutPause how long the database pauses before each commit
     */
    record OfServices(
            List<Long> searchRows,
            int searchArrivals,
            List<Long> archiveRows,
            int archiveEvents,
            Duration stream,
            int unreadEvents,
            int scaleOutEvents,
            Duration scaleOutPause) {

        private static OfServices ofSystemProperties() {
            return new OfServices(
                    numbers("bench.search.rows", "1000000"),
                    Integer.getInteger("bench.search.arrivals", 2_000),
                    numbers("bench.archive.rows", "0"),
                    Integer.getInteger("bench.archive.events", 100_000),
                    Duration.ofSeconds(Integer.getInteger("bench.stream.seconds", 10)),
                    Integer.getInteger("bench.unread.events", 5_000),
                    Integer.getInteger("bench.scale-out.events", 80_000),
                    Duration.ofMillis(Integer.getInteger("bench.scale-out.pause", 200)));
        }
    }

    static BenchSettings ofSystemProperties() {
        return new BenchSettings(
                Integer.getInteger("bench.runs", 5),
                Integer.getInteger("bench.warmups", 1),
                list("bench.only", ""),
                list("bench.queues", "quorum"),
                Integer.getInteger("bench.publish.messages", 100_000),
                Integer.getInteger("bench.consume.messages", 200_000),
                Duration.ofSeconds(Integer.getInteger("bench.ingest.seconds", 5)),
                OfServices.ofSystemProperties(),
                list("bench.jvm", "-Xmx512m,-XX:+UseSerialGC"),
                Path.of(System.getProperty("bench.output", "target")).toAbsolutePath(),
                other(System.getProperty("bench.other", "")));
    }

    boolean includes(String benchmark) {
        return only.isEmpty() || only.stream().anyMatch(benchmark::contains);
    }

    private static @Nullable Checkout other(String root) {
        return root.isEmpty()
                ? null
                : new Checkout("other", Folders.projectRoot().resolve(root));
    }

    private static List<Long> numbers(String property, String byDefault) {
        return list(property, byDefault).stream().map(Long::valueOf).toList();
    }

    private static List<String> list(String property, String byDefault) {
        return Arrays.stream(System.getProperty(property, byDefault).split("[,\\s]+"))
                .filter(part -> !part.isEmpty())
                .toList();
    }
}
