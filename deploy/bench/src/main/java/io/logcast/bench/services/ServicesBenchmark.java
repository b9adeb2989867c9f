package io.logcast.bench.services;

import io.logcast.bench.Benchmark;
import io.logcast.bench.Measurement;
import io.logcast.bench.process.Candidate;
import io.logcast.bench.process.Checkout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Work of both services, those of this checkout and, if another one is given, those of that checkout in the same
 * rounds. Each has a broker and a database of its own.
 */
public abstract class ServicesBenchmark implements Benchmark {

    private final Place place;
    private final List<String> works;
    private final Map<Checkout, Services> services = new HashMap<>();

    /**
     * Where they run.
     *
     * @param output the folder for the brokers' and databases' data
     * @param other the checkout to compare with; null for none
     */
    public record Place(
            Path output, Candidate.Host host, @Nullable Checkout other) {}

    /** @param works the work, by its name in the report */
    ServicesBenchmark(Place place, List<String> works) {
        this.place = place;
        this.works = works;
    }

    @Override
    public String unit() {
        return "event";
    }

    @Override
    public List<String> candidates() {
        var candidates = new ArrayList<String>();
        for (var work : works) {
            candidates.add(work);
            if (place.other != null) {
                candidates.add(inOther(work, place.other));
            }
        }
        return candidates;
    }

    @Override
    public List<String> baselines() {
        return List.of();
    }

    @Override
    public Map<String, String> counterparts() {
        var other = place.other;
        return other == null
                ? Map.of()
                : works.stream().collect(Collectors.toMap(work -> work, work -> inOther(work, other)));
    }

    private static String inOther(String work, Checkout other) {
        return work + ", " + other.name();
    }

    @Override
    public Measurement run(String candidate) {
        try {
            var other = place.other;
            if (other != null && candidate.endsWith(inOther("", other))) {
                var work = candidate.substring(
                        0, candidate.length() - inOther("", other).length());
                return run(services(other), work);
            }
            return run(services(Checkout.THIS), candidate);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(candidate + " was interrupted", e);
        } catch (Exception e) {
            throw new IllegalStateException(candidate + " did not do its work", e);
        }
    }

    private Services services(Checkout checkout) throws Exception {
        var running = services.get(checkout);
        if (running == null) {
            running = new Services(
                    place.output.resolve(name() + "-" + checkout.name()),
                    name() + "-" + checkout.name(),
                    place.host.of(checkout));
            services.put(checkout, running);
            prepare(running);
        }
        return running;
    }

    /** Once, before the first run. */
    void prepare(Services started) throws Exception {}

    abstract Measurement run(Services started, String work) throws Exception;

    @Override
    public void close() {
        services.values().forEach(Services::close);
    }
}
