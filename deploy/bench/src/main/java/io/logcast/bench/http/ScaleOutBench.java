package io.logcast.bench.http;

import io.logcast.bench.Spread;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Locale;

/**
 * A backlog of messages of one event, drained by one consumer-service and by three, in turns, into a database that takes
 * its time for each statement, as one that is far away or writes to a slow disk does.
 */
public final class ScaleOutBench {

    private static final int ROUNDS = 5;

    // Once a statement, before its commit.
    private static final String PAUSE = """
            create function pause() returns trigger language plpgsql as
                $$ begin perform pg_sleep(%d / 1000.0); return null; end $$;
            create trigger pause after insert on log_event for each statement execute function pause()""";

    private ScaleOutBench() {}

    public static void main(String[] arguments) throws Exception {
        var output = Path.of(System.getProperty("bench.output", "target")).toAbsolutePath();
        var count = Integer.getInteger("bench.scale-out.events", 20_000);
        var pause = Integer.getInteger("bench.scale-out.pause", 200);
        var report = new StringBuilder(
                "| round | one consumer-service (events/s) | three (events/s) | ratio |\n" + "|---|---:|---:|---:|\n");
        var ones = new ArrayList<Double>();
        var threes = new ArrayList<Double>();
        var ratios = new ArrayList<Double>();
        try (var services = new Services(output)) {
            services.execute(PAUSE.formatted(pause));
            var backlog = new Backlog(services, 1);
            // The first one warms up.
            for (int round = 0; round <= ROUNDS; round++) {
                var one = backlog.drain(count);
                double three;
                try (var second = services.startConsumer("consumer-2");
                        var third = services.startConsumer("consumer-3")) {
                    three = backlog.drain(count);
                }
                var name = round == 0 ? "warm-up" : Integer.toString(round);
                report.append(told(name, one, three, three / one));
                if (round > 0) {
                    ones.add(one);
                    threes.add(three);
                    ratios.add(three / one);
                }
            }
        }
        report.append(told(
                "median",
                Spread.of(ones).median(),
                Spread.of(threes).median(),
                Spread.of(ratios).median()));
        Files.writeString(output.resolve("scale-out.md"), report);
    }

    private static String told(String round, double one, double three, double ratio) {
        var line = String.format(Locale.ROOT, "| %s | %,.0f | %,.0f | %.2f |%n", round, one, three, ratio);
        System.out.print(line);
        return line;
    }
}
