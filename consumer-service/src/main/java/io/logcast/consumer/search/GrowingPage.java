package io.logcast.consumer.search;

import io.logcast.consumer.archive.table.BoundedRows;
import io.logcast.consumer.archive.table.Order;
import io.logcast.consumer.archive.table.Position;
import io.logcast.consumer.search.LogSearch.Found;
import io.logcast.model.event.LogEvent;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page that takes events until it has reached its limit of events or of bytes. */
final class GrowingPage {

    /** The most bytes of JSON in a page; an event that is larger gets a page of its own. */
    static final int BYTES = 4 * 1024 * 1024;

    private final Order order;
    private final int limit;
    private final List<LogEvent> events = new ArrayList<>();
    private int bytes;
    private int before;
    private boolean isCut;
    private boolean isLate;

    GrowingPage(Order order, int limit) {
        this.order = order;
        this.limit = limit;
    }

    /** How many more events fit. */
    int room() {
        return limit - events.size();
    }

    void add(PreparedStatement select, long until) throws SQLException {
        var read = BoundedRows.read(select, BYTES - bytes, until, (event, size, row) -> {
            events.add(event);
            bytes += size;
        });
        isCut = read.isCut();
        isLate = read.isLate();
    }

    void startStep() {
        before = events.size();
    }

    /** The last event that the current step has added; {@code start} if it has added none. */
    Position lastOfStepOr(Position start) {
        return events.size() == before ? start : Position.of(order, events.get(events.size() - 1));
    }

    boolean isFull() {
        return isCut || events.size() > limit || bytes >= BYTES;
    }

    /** @param next where to continue if the page is not full; a full page continues after its own last event */
    Found found(@Nullable Position next, boolean isPartial) {
        if (!isFull()) {
            return new Found(events, bytes, next, isPartial);
        }
        var page = events.size() > limit ? events.subList(0, limit) : events;
        return new Found(page, bytes, Position.of(order, page.get(page.size() - 1)), isLate);
    }
}
