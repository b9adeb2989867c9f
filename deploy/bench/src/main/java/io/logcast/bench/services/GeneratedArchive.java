package io.logcast.bench.services;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** An archive of generated events, and queries for it. */
record GeneratedArchive(long rows) {

    private static final String WHOLE = "log_event";
    private static final int PARTS = 31;

    // 71% INFO, 20% DEBUG, 7% WARN, 2% ERROR, 0.1% FATAL; 40 sources, of unequal share; every other event is in a trace
    // of four; one word and one attribute of each event are its own. They arrived at an even rate in the last 30 days.
    private static final String FILL = """
            insert into %s (id, observed_time_unix_nano, severity_number, source, message, attributes, trace_id,
                                   content_hash, words)
            select gen_random_uuid(), %d + n * %d,
                   case when n %% 1000 = 1 then 21 when n %% 50 = 2 then 17 when n %% 14 = 3 then 13 when n %% 5 = 4 then 5
                        else 9 end,
                   'family' || n %% 8 || '.service' || (n * n) %% 5, message,
                   json_build_object('tenant', 'tenant' || n %% 50, 'order', n),
                   case when n %% 2 = 0 then lpad(to_hex(n / 8), 32, '0') end,
                   sha256(message::bytea), array_to_tsvector(string_to_array(message, ' '))
            from generate_series(%d::bigint, %d::bigint) as n,
                 lateral (select 'request r' || n || ' of user u' || n %% 10000 || ' to endpoint e' || n %% 200
                                 || ' answered in t' || n %% 997 || ' ms' as message) as text""";

    private static final Duration AGE = Duration.ofDays(30);

    /** In as many parts as an archive has when it is as old as its retention; in one if the checkout has no parts. */
    void fill(Services services) throws SQLException, IOException, InterruptedException {
        try (var connection = services.database().connect()) {
            fill(connection);
        }
        ArchiveParts.awaitFilters(services);
    }

    private void fill(Connection connection) throws SQLException {
        var part = ArchiveParts.last(connection);
        var parts = part.equals(WHOLE) ? 1 : PARTS;
        var oldest = TimeUnit.MILLISECONDS.toNanos(Instant.now().minus(AGE).toEpochMilli());
        for (int i = 0; i < parts; i++) {
            fill(connection, part, oldest, rows * i / parts + 1, rows * (i + 1) / parts);
            if (i + 1 < parts) {
                execute(connection, "select begin_log_event_part('0s', 100)");
                part = ArchiveParts.last(connection);
            }
        }
        execute(connection, "vacuum analyze");
    }

    /** Without the indexes, which are created afterwards: this takes a tenth of the time. */
    private void fill(Connection connection, String part, long oldest, long from, long to) throws SQLException {
        var indexes = new ArrayList<String>();
        try (var statement = connection.createStatement();
                var found = statement.executeQuery("select indexname, indexdef from pg_indexes where tablename = '"
                        + part + "' and indexname <> '" + part + "_pkey'")) {
            while (found.next()) {
                indexes.add(found.getString(2));
                execute(connection, "drop index " + found.getString(1));
            }
        }
        execute(connection, FILL.formatted(part, oldest, AGE.toNanos() / rows, from, to));
        for (var index : indexes) {
            execute(connection, index);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Searches by their description: paths of consumer-service. */
    Map<String, String> searches() {
        var searches = new LinkedHashMap<String, String>();
        searches.put("newest page", "");
        searches.put("by source", "source=family3.service4");
        searches.put("by a family of sources", "source=family3.");
        searches.put("by severity ERROR", "severity=ERROR");
        searches.put("by severity FATAL", "severity=FATAL");
        searches.put("by trace id", "trace_id=" + String.format("%032x", rows / 16));
        searches.put("by one selective word", "q=r" + rows / 3);
        searches.put("by a word of 1 event in 10,000", "q=u77");
        searches.put("by a word of every event", "q=request");
        searches.put("by one selective attribute", "attr.order=" + rows / 3);
        searches.put("by an attribute of 1 event in 50", "attr.tenant=tenant7");
        searches.replaceAll((description, query) -> "/api/v1/logs?limit=100&" + query);
        return searches;
    }

    /** Calls that count events, by their description: paths of consumer-service. */
    Map<String, String> counts() {
        var counts = new LinkedHashMap<String, String>();
        counts.put("histogram of a day", "/api/v1/logs/histogram?from=-24h");
        counts.put("facets of a day", "/api/v1/logs/facets?from=-24h");
        counts.put("sources of a day", "/api/v1/sources");
        counts.put("histogram of 7 days", "/api/v1/logs/histogram?from=-7d");
        counts.put("facets of 7 days", "/api/v1/logs/facets?from=-7d");
        counts.put("histogram of 30 days", "/api/v1/logs/histogram?from=-30d");
        counts.put("facets of 30 days", "/api/v1/logs/facets?from=-30d");
        return counts;
    }
}
