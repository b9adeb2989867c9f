package io.logcast.consumer.archive.table;

/** The order of events by observed timestamp, and by id where timestamps are equal. */
public enum Order {
    NEWEST_FIRST("<", "desc"),
    OLDEST_FIRST(">", "asc");

    private final String behind;
    private final String direction;

    Order(String behind, String direction) {
        this.behind = behind;
        this.direction = direction;
    }

    /** The comparison that holds for events after a position. */
    String behind() {
        return behind;
    }

    /** The end of a statement; its parameter is the limit of rows. */
    String limited() {
        return " order by observed_time_unix_nano " + direction + ", id " + direction + " limit ?";
    }
}
