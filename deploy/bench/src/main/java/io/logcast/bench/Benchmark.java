package io.logcast.bench;

import java.util.List;
import java.util.Map;

/** One kind of work, and the candidates that do it. The {@link Runner} decides who runs when. */
public interface Benchmark extends AutoCloseable {

    /** Short and unique: a file name's part, and what {@code bench.only} selects by. */
    String name();

    /** What is measured, as the report says it. */
    String title();

    /** What is counted, in the singular. */
    default String unit() {
        return "message";
    }

    /** In the order of the report. */
    List<String> candidates();

    /** Those among the candidates that all are compared to. */
    List<String> baselines();

    /** The names of the candidates that do another one's work in another checkout, by that one's name. */
    default Map<String, String> counterparts() {
        return Map.of();
    }

    /** One run of one candidate. Throws when it did not do all of its work. */
    Measurement run(String candidate);

    /** Ends whatever still runs for it. */
    @Override
    void close();
}
