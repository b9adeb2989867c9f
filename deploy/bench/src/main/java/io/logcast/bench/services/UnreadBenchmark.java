package io.logcast.bench.services;

import io.logcast.bench.Measurement;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;

/**
 * Posts single events: to no subscription, into one with room, and into a full one that nobody reads, which drops its
 * oldest event for each new one.
 */
public final class UnreadBenchmark extends ServicesBenchmark {

    private static final String FULL = "full";
    private static final String PAST = "past";
    private static final String ROOM = "room";
    private static final int IN_FLIGHT = 64;
    private static final int KEPT = 100;

    private final int events;

    /** @param events the number of events in a run */
    public UnreadBenchmark(Place place, int events) {
        super(place, List.of(FULL, PAST, ROOM));
        this.events = events;
    }

    @Override
    public String name() {
        return "unread";
    }

    @Override
    public String title() {
        return "Single events into a full subscription that nobody reads, past all, and into one with room";
    }

    @Override
    public List<String> baselines() {
        return List.of(PAST, ROOM);
    }

    @Override
    void prepare(Services services) throws Exception {
        subscribe(services, FULL, KEPT);
        post(services, FULL, KEPT);
    }

    @Override
    Measurement run(Services services, String work) throws Exception {
        if (!work.equals(ROOM)) {
            return post(services, work, events);
        }
        subscribe(services, ROOM, 2 * events);
        var measured = post(services, ROOM, events);
        services.call(HttpRequest.newBuilder(subscription(services, ROOM)).DELETE(), 204);
        return measured;
    }

    private static Measurement post(Services services, String source, int count) throws InterruptedException {
        var usage = services.producer().usage();
        var before = usage.cpu();
        var elapsed = new SingleEvents(services, source, IN_FLIGHT, 0).post(count, () -> "one of many");
        return new Measurement(count, elapsed, usage.cpu().minus(before));
    }

    private static void subscribe(Services services, String name, int most) throws IOException, InterruptedException {
        var body = "{\"max_messages\":%d,\"binding\":{\"type\":\"patterns\",\"patterns\":[\"%s.#\"]}}"
                .formatted(most, name);
        var request = HttpRequest.newBuilder(subscription(services, name))
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(body));
        services.call(request, 201);
    }

    private static URI subscription(Services services, String name) {
        return services.consumerUri("/api/v1/subscriptions/" + name);
    }
}
