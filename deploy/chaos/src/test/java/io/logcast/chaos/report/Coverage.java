package io.logcast.chaos.report;

/**
 * How much the checks looked at; a check that saw nothing would find nothing.
 *
 * @param read events that were read from the subscription
 * @param orderedReads requests whose events' order in the subscription is known
 * @param orderedRows requests whose events' order in the archive is known
 * @param resumptions streams of the live tail that were resumed and brought events
 * @param toldGaps notices of the live tail that events may be missing; events of the time before are not
 *     counted as gaps
 * @param receipts receipts that were asked for
 */
public record Coverage(int read, int orderedReads, int orderedRows, int resumptions, int toldGaps, int receipts) {

    boolean isEnough() {
        return read > 0 && orderedReads > 0 && orderedRows > 0 && resumptions > 0 && receipts > 0;
    }
}
