package io.logcast.consumer.backfill;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.logcast.consumer.archive.table.Arrivals.Arrival;
import io.logcast.consumer.backfill.Backfill.State;
import io.logcast.consumer.database.Timestamps;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** The rows of the table {@code subscription_replay}. */
@ApplicationScoped
class BackfillRows {

    static final String COLUMNS =
            "id, subscription, generation, filter, rate, seam, started_at, until, position_at, position_id, sent,"
                    + " state, detail, ended_at";

    private static final TypeReference<Map<String, String>> FILTER = new TypeReference<>() {};

    private final ObjectMapper json;

    BackfillRows(ObjectMapper json) {
        this.json = json;
    }

    static void set(PreparedStatement statement, int index, Arrival position) throws SQLException {
        statement.setObject(index, position.at().atOffset(ZoneOffset.UTC));
        statement.setObject(index + 1, position.id());
    }

    /** All rows of the query, in its order, with the {@link #COLUMNS}. */
    List<Backfill> all(PreparedStatement select) throws SQLException {
        var all = new ArrayList<Backfill>();
        try (var rows = select.executeQuery()) {
            while (rows.next()) {
                all.add(read(rows));
            }
        }
        return all;
    }

    private Backfill read(ResultSet row) throws SQLException {
        try {
            return new Backfill(
                    row.getObject("id", UUID.class),
                    row.getString("subscription"),
                    row.getString("generation"),
                    json.readValue(row.getString("filter"), FILTER),
                    row.getInt("rate"),
                    row.getBoolean("seam"),
                    Timestamps.of(row, "started_at"),
                    Timestamps.orNull(row, "until"),
                    new Arrival(Timestamps.of(row, "position_at"), row.getObject("position_id", UUID.class)),
                    row.getLong("sent"),
                    State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                    row.getString("detail"),
                    Timestamps.orNull(row, "ended_at"));
        } catch (JsonProcessingException e) {
            throw new SQLException("The filter of a replay to " + row.getString("subscription") + " is broken", e);
        }
    }

    static String name(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    String written(Map<String, String> filter) {
        try {
            return json.writeValueAsString(filter);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a filter cannot be written as JSON", e);
        }
    }
}
