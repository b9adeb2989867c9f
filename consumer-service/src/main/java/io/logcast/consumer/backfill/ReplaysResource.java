package io.logcast.consumer.backfill;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/replays}: the progress of all replays to subscriptions. */
@Path("/api/v1/replays")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class ReplaysResource {

    private final BackfillTable table;

    ReplaysResource(BackfillTable table) {
        this.table = table;
    }

    /** The last replay of each subscription, by subscription. */
    public record Replays(List<Replay> replays) {}

    /**
     * A replay at this moment.
     *
     * @param id the value of the header {@code x-logcast-replayed} of its messages, and of {@code logcast-replayed} in
     *     the requests of a push
     * @param filter the parameters that select its events; relative times are resolved
     * @param rate events a second, at most
     * @param sent how many events the broker has confirmed
     * @param reached everything that arrived up to this time was sent; absent at the beginning
     * @param until it sends the events that arrived up to this time; absent while the time is not known
     * @param detail what it waits for, or why it was stopped
     */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Replay(
            UUID id,
            String subscription,

            @Schema(enumeration = {"running", "done", "stopped"})
            String state,

            Map<String, String> filter,
            int rate,
            long sent,
            @Nullable Instant reached,
            @Nullable Instant until,
            Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable String detail) {

        static Replay of(Backfill backfill) {
            var reached = backfill.position().at();
            return new Replay(
                    backfill.id(),
                    backfill.subscription(),
                    backfill.state().name().toLowerCase(Locale.ROOT),
                    backfill.filter(),
                    backfill.rate(),
                    backfill.sent(),
                    reached.equals(Instant.EPOCH) ? null : reached,
                    backfill.until(),
                    backfill.startedAt(),
                    backfill.endedAt(),
                    backfill.detail());
        }
    }

    @GET
    @Operation(summary = "List the last replay of each subscription, by subscription")
    public Replays list() throws SQLException {
        return new Replays(table.all().stream().map(Replay::of).toList());
    }
}
