package io.logcast.chaos.report;

/**
 * What is wrong beside the archive when all queues are empty.
 *
 * @param missed accepted events that match the subscription, and that it did not get
 * @param stray events that the subscription got although they do not match it
 * @param disordered requests with an event that was read from the subscription before an earlier one of the same request
 * @param gaps accepted events that the live tail did not get, without saying so
 * @param wrongReceipts receipts that do not say where the event is
 * @param leftOver the broker's connections, channels and queues, and the services' threads, beyond those before the first
 *     round
 */
public record Checks(int missed, int stray, int disordered, int gaps, int wrongReceipts, int leftOver) {

    boolean areGood() {
        return missed == 0 && stray == 0 && disordered == 0 && gaps == 0 && wrongReceipts == 0 && leftOver == 0;
    }
}
