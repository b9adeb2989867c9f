package io.logcast.bench.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Searches over HTTP in a generated archive: one request after the other, as one person would. */
public final class SearchBench {

    private static final int WARM_UPS = 20;
    private static final int REQUESTS = 100;

    // 71% INFO, 20% DEBUG, 7% WARN, 2% ERROR, 0.1% FATAL; 40 sources, of unequal share; every other event is in a trace
    // of four; one word and one attribute of each event are its own. One event a millisecond.
    private static final String FILL = """
            insert into log_event (id, observed_time_unix_nano, severity_number, source, message, attributes, trace_id,
                                   content_hash, words)
            select gen_random_uuid(), n * 1000000,
                   case when n %% 1000 = 1 then 21 when n %% 50 = 2 then 17 when n %% 14 = 3 then 13 when n %% 5 = 4 then 5
                        else 9 end,
                   'family' || n %% 8 || '.service' || (n * n) %% 5, message,
                   json_build_object('tenant', 'tenant' || n %% 50, 'order', n),
                   case when n %% 2 = 0 then lpad(to_hex(n / 8), 32, '0') end,
                   sha256(message::bytea), array_to_tsvector(string_to_array(message, ' '))
            from generate_series(%d::bigint, %d::bigint) as n,
                 lateral (select 'request r' || n || ' of user u' || n %% 10000 || ' to endpoint e' || n %% 200
                                 || ' answered in t' || n %% 997 || ' ms' as message) as text""";

    private SearchBench() {}

    public static void main(String[] arguments) throws Exception {
        var output = Path.of(System.getProperty("bench.output", "target")).toAbsolutePath();
        var sizes = Arrays.stream(
                        System.getProperty("bench.search.rows", "1000000").split(","))
                .map(Long::valueOf)
                .toList();
        try (var services = new Services(output)) {
            var report = new StringBuilder();
            var rows = 0L;
            for (var size : sizes) {
                fill(services, rows + 1, size);
                rows = size;
                report.append(table(services, size));
            }
            System.out.println(report);
            write(output.resolve("search.md"), report.toString());
        }
    }

    private static void write(Path file, String text) throws IOException {
        Files.writeString(file, text);
    }

    /** Without the indexes, which are made anew afterwards: in a tenth of the time. */
    private static void fill(Services services, long from, long to) throws SQLException {
        System.out.printf(Locale.ROOT, "Filling the archive up to %,d events%n", to);
        try (var connection = services.database().connect()) {
            var indexes = new ArrayList<String>();
            try (var statement = connection.createStatement();
                    var rows = statement.executeQuery("select indexname, indexdef from pg_indexes where tablename ="
                            + " 'log_event' and indexname <> 'log_event_pkey'")) {
                while (rows.next()) {
                    indexes.add(rows.getString(2));
                    execute(connection, "drop index " + rows.getString(1));
                }
            }
            execute(connection, FILL.formatted(from, to));
            for (var index : indexes) {
                execute(connection, index);
            }
            execute(connection, "vacuum analyze log_event");
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Map<String, String> queries(long rows) {
        var queries = new LinkedHashMap<String, String>();
        queries.put("newest page", "");
        queries.put("by source", "source=family3.service4");
        queries.put("by a family of sources", "source=family3.");
        queries.put("by severity ERROR", "severity=ERROR");
        queries.put("by severity FATAL", "severity=FATAL");
        queries.put("by trace id", "trace_id=" + String.format("%032x", rows / 16));
        queries.put("by one selective word", "q=r" + rows / 3);
        queries.put("by a word of 1 event in 10,000", "q=u77");
        queries.put("by a word of every event", "q=request");
        queries.put("by one selective attribute", "attr.order=" + rows / 3);
        queries.put("by an attribute of 1 event in 50", "attr.tenant=tenant7");
        return queries;
    }

    private static String table(Services services, long rows) throws InterruptedException {
        var table = new StringBuilder(String.format(Locale.ROOT, "**%,d events**%n%n", rows))
                .append("| search | events | p50 (ms) | p99 (ms) | highest (ms) |\n|---|---:|---:|---:|---:|\n");
        for (var query : queries(rows).entrySet()) {
            var path = "/api/v1/logs?limit=100&" + query.getValue();
            var answer = services.get(path);
            var times = times(services, path);
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %d%s | %.1f | %.1f | %.1f |%n",
                    query.getKey(),
                    answer.split("\"observed_timestamp\"", -1).length - 1,
                    answer.contains("\"partial\":true") ? ", partial" : "",
                    times.get(REQUESTS / 2),
                    times.get(REQUESTS * 99 / 100 - 1),
                    times.get(REQUESTS - 1)));
        }
        return table.append('\n').toString();
    }

    /** In milliseconds, ascending. */
    private static List<Double> times(Services services, String path) throws InterruptedException {
        var times = new ArrayList<Double>();
        for (int i = -WARM_UPS; i < REQUESTS; i++) {
            var start = System.nanoTime();
            services.get(path);
            if (i >= 0) {
                times.add((System.nanoTime() - start) / 1e6);
            }
        }
        times.sort(null);
        return times;
    }
}
