package io.logcast.bench.http;

import io.logcast.bench.Benchmark;
import io.logcast.bench.Measurement;
import io.logcast.bench.process.Checkout;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** From the broker into committed rows: this checkout and another, each with a broker and a database of its own. */
public final class ArchiveComparison implements Benchmark {

    private static final int EVENTS_A_MESSAGE = 100;

    private final Map<String, Services> services = new LinkedHashMap<>();
    private final Path output;
    private final Checkout other;

    public ArchiveComparison(Path output, Checkout other) {
        this.output = output;
        this.other = other;
    }

    @Override
    public String name() {
        return "archive-other";
    }

    @Override
    public String title() {
        return "Archive: messages of %d events, from the queue into committed rows".formatted(EVENTS_A_MESSAGE);
    }

    @Override
    public String unit() {
        return "event";
    }

    @Override
    public List<String> candidates() {
        return List.of(Checkout.THIS.name(), other.name());
    }

    @Override
    public List<String> baselines() {
        return List.of(other.name());
    }

    @Override
    public Measurement run(String candidate) {
        var installed = services.computeIfAbsent(candidate, this::start);
        var usage = installed.consumerUsage();
        var before = usage.cpu();
        int count = Integer.getInteger("bench.archive.events", 100_000);
        try {
            double rate = new Backlog(installed, EVENTS_A_MESSAGE).drain(count);
            return new Measurement(
                    count,
                    Duration.ofNanos((long) (count * 1e9 / rate)),
                    usage.cpu().minus(before));
        } catch (SQLException | IOException | TimeoutException e) {
            throw new IllegalStateException("The archive of " + candidate + " was not filled", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    private Services start(String candidate) {
        return new Services(
                output.resolve("archive-" + candidate), candidate.equals(other.name()) ? other : Checkout.THIS);
    }

    @Override
    public void close() {
        services.values().forEach(Services::close);
    }
}
