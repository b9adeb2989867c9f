package io.logcast.bench.http;

import io.logcast.bench.http.HttpLoad.Pace;
import io.logcast.bench.http.IngestBenchmark.Comparison;
import io.logcast.bench.http.IngestBenchmark.Installation;
import io.logcast.bench.http.IngestBenchmark.Load;
import io.logcast.bench.process.Checkout;
import io.logcast.bench.rabbitmq.PublishBenchmark;
import io.logcast.rabbitmq.connector.RabbitConnector;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The requests that producers get in the ingest benchmarks. */
public final class IngestLoads {

    static final HttpLoad SINGLE = new HttpLoad(Payload.single(1), Pace.flatOut(64));

    private static final String STOCK = "smallrye-rabbitmq";
    private static final String SINGLE_STOCK = "single, " + STOCK;
    private static final HttpLoad SINGLE_OF_10_KEYS = new HttpLoad(Payload.single(10), Pace.flatOut(64));
    private static final String MANY_ROUTES = "ndjson-20000, routes: 2583";
    private static final List<Integer> KEYS = List.of(1, 10, 600);
    private static final List<Integer> RATES = List.of(1_000, 2_000);

    private IngestLoads() {}

    /** As many requests as possible, with PerfTest's messages in the same rounds. */
    public static IngestBenchmark flatOut(Installation installation) {
        var loads = new LinkedHashMap<String, Load>();
        loads.put("single", Load.of(SINGLE));
        loads.put(SINGLE_STOCK, new Load(Checkout.THIS, STOCK, SINGLE));
        loads.put("single, keys: 10", Load.of(SINGLE_OF_10_KEYS));
        for (int keys : KEYS) {
            loads.put("ndjson-100, keys: " + keys, Load.of(new HttpLoad(Payload.ndjson(100, keys), Pace.flatOut(16))));
        }
        for (int keys : KEYS) {
            loads.put(
                    "ndjson-10000, keys: " + keys,
                    Load.of(new HttpLoad(Payload.ndjson(10_000, keys), Pace.flatOut(4))));
        }
        loads.put(MANY_ROUTES, Load.of(manyRoutes()));
        loads.put("otlp-100", Load.of(new HttpLoad(Payload.otlp(100), Pace.flatOut(16))));
        return new IngestBenchmark(
                "ingest-flat-out",
                "Ingest over HTTP, flat out: events of about 256 B, confirmed, an exchange with one quorum queue",
                new Comparison(loads, List.of(PublishBenchmark.PERF_TEST, SINGLE_STOCK), Map.of()),
                installation);
    }

    private static HttpLoad manyRoutes() {
        return new HttpLoad(Payload.routes(20_000, 123, 21), Pace.flatOut(1));
    }

    /** Requests of single events and of many lines, to the producers of this checkout and of another. */
    public static IngestBenchmark against(Checkout other, Installation installation) {
        var loads = new LinkedHashMap<String, Load>();
        var counterparts = new LinkedHashMap<String, String>();
        var requests = new LinkedHashMap<String, HttpLoad>();
        requests.put("single", SINGLE);
        requests.put("single, keys: 10", SINGLE_OF_10_KEYS);
        for (int rate : RATES) {
            requests.put("single, " + rate + "/s", new HttpLoad(Payload.single(1), Pace.constant(rate)));
        }
        requests.put("ndjson-100", new HttpLoad(Payload.ndjson(100, 10), Pace.flatOut(16)));
        requests.put(MANY_ROUTES, manyRoutes());
        requests.forEach((name, load) -> {
            var counterpart = name + ", " + other.name();
            loads.put(name, Load.of(load));
            loads.put(counterpart, new Load(other, RabbitConnector.NAME, load));
            counterparts.put(name, counterpart);
        });
        return new IngestBenchmark(
                "ingest-other",
                "Ingest over HTTP, this checkout and another",
                new Comparison(loads, List.of(), counterparts),
                installation);
    }

    /** Requests at a constant rate, without coordinated omission. */
    public static IngestBenchmark atConstantRates(Installation installation) {
        var loads = new LinkedHashMap<String, Load>();
        for (int rate : RATES) {
            loads.put("single, " + rate + "/s", Load.of(new HttpLoad(Payload.single(1), Pace.constant(rate))));
        }
        for (int rate : List.of(100, 300)) {
            loads.put(
                    "ndjson-100, " + rate + "/s", Load.of(new HttpLoad(Payload.ndjson(100, 10), Pace.constant(rate))));
        }
        return new IngestBenchmark(
                "ingest-rates",
                "Ingest over HTTP at constant rates of requests",
                new Comparison(loads, List.of(), Map.of()),
                installation);
    }
}
