package io.logcast.consumer.archive.table;

import io.logcast.consumer.archive.parts.Part;
import io.logcast.consumer.archive.parts.SealedParts;
import io.logcast.model.event.LogEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Finds the ids of a batch that the given parts already contain. */
final class Lookup {

    // The array comes from a subquery, so that the planner does not look at each id. Sequential scans are off, so that
    // a plan made while a part was small does not stay in use. Parallel workers are off: starting
    // them takes longer than finding the ids.
    private static final String BY_INDEX =
            "set local enable_seqscan = off; set local max_parallel_workers_per_gather = 0";
    private static final String FIND =
            "select id, content_hash from only %s where id = any(array(select unnest(?::uuid[])))";

    private final SealedParts sealed;

    Lookup(SealedParts sealed) {
        this.sealed = sealed;
    }

    /** The content hashes of those that are in these parts, by their ids. */
    Map<UUID, byte[]> hashes(Connection connection, List<Part> parts, List<LogEvent> events) throws SQLException {
        var selects = new ArrayList<String>();
        var ids = new ArrayList<Object[]>();
        // Also parts that certainly have none of the ids, so that the text, and with it the plan, stays the same.
        for (var part : parts) {
            selects.add(FIND.formatted(part.table()));
            ids.add(events.stream()
                    .map(LogEvent::id)
                    .filter(id -> sealed.mayContain(part, id))
                    .toArray());
        }
        return hashes(connection, String.join(" union all ", selects), ids);
    }

    private static Map<UUID, byte[]> hashes(Connection connection, String sql, List<Object[]> ids) throws SQLException {
        var hashes = new HashMap<UUID, byte[]>();
        try (var plain = connection.createStatement();
                var select = connection.prepareStatement(sql)) {
            plain.execute(BY_INDEX);
            for (int i = 0; i < ids.size(); i++) {
                select.setArray(i + 1, connection.createArrayOf("uuid", ids.get(i)));
            }
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    hashes.put(rows.getObject(1, UUID.class), rows.getBytes(2));
                }
            }
        }
        return hashes;
    }
}
