package io.logcast.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Runs a benchmark's candidates in turn, round after round, so that other load on the machine affects all of them. The
 * first rounds warm up and are not counted. Each round begins with another candidate, and every other round goes through
 * them backwards, so that none always follows the same one.
 */
final class Runner {

    private final int warmups;
    private final int rounds;
    private final Consumer<String> progress;

    Runner(int warmups, int rounds, Consumer<String> progress) {
        this.warmups = warmups;
        this.rounds = rounds;
        this.progress = progress;
    }

    Result run(Benchmark benchmark) {
        progress.accept(benchmark.title());
        var measurements = new LinkedHashMap<String, List<Measurement>>();
        benchmark.candidates().forEach(candidate -> measurements.put(candidate, new ArrayList<>()));
        for (int round = 1 - warmups; round <= rounds; round++) {
            for (var candidate : order(benchmark.candidates(), round)) {
                var measurement = benchmark.run(candidate);
                progress.accept(line(round, candidate, measurement, benchmark.unit()));
                if (round > 0) {
                    measurements.getOrDefault(candidate, List.of()).add(measurement);
                }
            }
        }
        return new Result(
                benchmark.name(),
                benchmark.title(),
                benchmark.unit(),
                benchmark.baselines(),
                benchmark.counterparts(),
                measurements);
    }

    private static List<String> order(List<String> candidates, int round) {
        var order = new ArrayList<>(candidates);
        Collections.rotate(order, -round);
        if (round % 2 == 0) {
            Collections.reverse(order.subList(1, order.size()));
        }
        return order;
    }

    private static String line(int round, String candidate, Measurement measurement, String unit) {
        return String.format(
                Locale.ROOT,
                "  %-8s %-24s %,9.0f %ss/s %7.1f us CPU a %s",
                round <= 0 ? "warm-up" : "round " + round,
                candidate,
                measurement.messagesPerSecond(),
                unit,
                measurement.cpuMicrosPerMessage(),
                unit);
    }
}
