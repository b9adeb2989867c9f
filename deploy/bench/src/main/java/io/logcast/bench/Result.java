package io.logcast.bench;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * A benchmark's measurements: one for each candidate and round. Those at the same index come from the same round.
 *
 * @param unit what a message is called in this benchmark
 * @param baselines the candidates that all others are compared to
 * @param counterparts by a candidate's name, the one that does its work in another checkout
 * @param measurements in the candidates' order
 */
public record Result(
        String name,
        String title,
        String unit,
        List<String> baselines,
        Map<String, String> counterparts,
        Map<String, List<Measurement>> measurements) {

    public Collection<String> candidates() {
        return measurements.keySet();
    }

    /** Whether other candidates are compared to this one. */
    public boolean isBaseline(String candidate) {
        return baselines.contains(candidate) || counterparts.containsValue(candidate);
    }

    /** Whether the candidate's messages were sent over HTTP. */
    public boolean hasRequests(String candidate) {
        return measurements.getOrDefault(candidate, List.of()).stream().allMatch(run -> run.requests() != null);
    }

    public Spread requestsPerSecond(String candidate) {
        return Spread.of(figures(
                candidate, run -> requests(run).count() * 1e9 / run.elapsed().toNanos()));
    }

    /** A figure of the candidate's requests. */
    public Spread ofRequests(String candidate, ToDoubleFunction<Requests> figure) {
        return Spread.of(figures(candidate, run -> figure.applyAsDouble(requests(run))));
    }

    public Spread messagesPerSecond(String candidate) {
        return Spread.of(figures(candidate, Measurement::messagesPerSecond));
    }

    public Spread cpuMicrosPerMessage(String candidate) {
        return Spread.of(figures(candidate, Measurement::cpuMicrosPerMessage));
    }

    /** The candidate's throughput divided by the other's, round by round. */
    public Spread throughputRatio(String candidate, String to) {
        return ratio(candidate, to, Measurement::messagesPerSecond);
    }

    /** The candidate's CPU time a message divided by the other's, round by round. */
    public Spread cpuRatio(String candidate, String to) {
        return ratio(candidate, to, Measurement::cpuMicrosPerMessage);
    }

    private static Requests requests(Measurement run) {
        return Objects.requireNonNull(run.requests(), "sent over HTTP");
    }

    private Spread ratio(String candidate, String to, ToDoubleFunction<Measurement> figure) {
        var own = figures(candidate, figure);
        var others = figures(to, figure);
        return Spread.of(IntStream.range(0, Math.min(own.size(), others.size()))
                .mapToObj(round -> own.get(round) / others.get(round))
                .toList());
    }

    private List<Double> figures(String candidate, ToDoubleFunction<Measurement> figure) {
        return measurements.getOrDefault(candidate, List.of()).stream()
                .map(figure::applyAsDouble)
                .toList();
    }
}
