package io.logcast.consumer.archive.table;

/** The order of events by their observed timestamps; those of one time are in the order of their ids. */
public enum Order {
    NEWEST_FIRST("<", "desc"),
    OLDEST_FIRST(">", "asc");

    private final String behind;
    private final String direction;

    Order(String behind, String direction) {
        this.behind = behind;
        this.direction = direction;
    }

    /** The comparison that holds for what comes behind a position. */
    String behind() {
        return behind;
    }

    /** The end of a statement; its parameter is the most rows. */
    String limited() {
        return " order by observed_time_unix_nano " + direction + ", id " + direction + " limit ?";
    }
}
