package io.logcast.bench;

import java.util.List;
import java.util.Map;

/** One kind of work, and the candidates that do it. The {@link Runner} decides who runs when. */
public interface Benchmark extends AutoCloseable {

    /** Short and unique: part of file names, and what {@code bench.only} selects by. */
    String name();

    /** What is measured, in the report's words. */
    String title();

    /** The unit that is counted, in the singular. */
    default String unit() {
        return "message";
    }

    /** In the order of the report. */
    List<String> candidates();

    /** The candidates that all others are compared to. */
    List<String> baselines();

    /** By a candidate's name, the name of the candidate that does its work in another checkout. */
    default Map<String, String> counterparts() {
        return Map.of();
    }

    /** One run of one candidate. Throws if it did not do all of its work. */
    Measurement run(String candidate);

    /** Stops whatever still runs for it. */
    @Override
    void close();
}
