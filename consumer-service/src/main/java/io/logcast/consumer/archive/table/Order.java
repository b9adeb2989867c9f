package io.logcast.consumer.archive.table;

import io.logcast.consumer.filters.EventTime;

/** The order of events by a time, and by id where times are equal. */
public enum Order {
    NEWEST_FIRST(EventTime.OBSERVED, "<", "desc"),
    OLDEST_FIRST(EventTime.OBSERVED, ">", "asc"),
    NEWEST_FIRST_BY_OWN(EventTime.OWN, "<", "desc"),
    OLDEST_FIRST_BY_OWN(EventTime.OWN, ">", "asc");

    private final EventTime time;
    private final String behind;
    private final String direction;

    Order(EventTime time, String behind, String direction) {
        this.time = time;
        this.behind = behind;
        this.direction = direction;
    }

    public static Order newestFirst(EventTime time) {
        return time == EventTime.OBSERVED ? NEWEST_FIRST : NEWEST_FIRST_BY_OWN;
    }

    public static Order oldestFirst(EventTime time) {
        return time == EventTime.OBSERVED ? OLDEST_FIRST : OLDEST_FIRST_BY_OWN;
    }

    EventTime time() {
        return time;
    }

    boolean isNewestFirst() {
        return this == NEWEST_FIRST || this == NEWEST_FIRST_BY_OWN;
    }

    /** The time in SQL. */
    String column() {
        return LogEventRow.column(time);
    }

    /** The comparison that holds for events after a position. */
    String behind() {
        return behind;
    }

    /** The end of a statement; its parameter is the limit of rows. */
    String limited() {
        return " order by " + column() + " " + direction + ", id " + direction + " limit ?";
    }
}
