package io.logcast.chaos.report;

/**
 * How much the checks looked at; a check that saw nothing would find nothing.
 *
 * @param read events that were read from the subscription
 * @param ordered requests whose events' order in the subscription is known
 * @param tailed events that the live tail had to bring; those that a notice excuses are not among them
 * @param resumptions streams of the live tail that were resumed and brought events
 * @param toldGaps notices of the live tail that events may be missing
 * @param receipts receipts that were asked for
 */
public record Coverage(int read, int ordered, int tailed, int resumptions, int toldGaps, int receipts) {

    /** A replica that always says that events may be missing would excuse all. */
    private static final int LEAST_SHARE = 20;

    /** @param accepted the events that were answered 202, of which notices and the nemesis must not excuse nearly all */
    boolean isEnough(int accepted) {
        return read > 0 && ordered > 0 && LEAST_SHARE * tailed > accepted && resumptions > 0 && receipts > 0;
    }
}
