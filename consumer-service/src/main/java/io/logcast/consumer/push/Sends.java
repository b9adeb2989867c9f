package io.logcast.consumer.push;

/**
 * Limits the requests that this replica has open at a time. A subscription may open another one while it has fewer open
 * than there are free places, so some places stay free however many targets are slow. It may always open its first one.
 */
final class Sends {

    private final int most;
    private int open;

    /** @param most the limit, which the first request of each subscription may exceed */
    Sends(int most) {
        this.most = most;
    }

    /**
     * Whether a subscription may open another one now. If true, {@link #ended} must be called when that request ends.
     *
     * @param own how many it has open
     */
    synchronized boolean begin(int own) {
        var mayBegin = own == 0 || own < most - open;
        open += mayBegin ? 1 : 0;
        return mayBegin;
    }

    /** One has ended. */
    synchronized void ended() {
        open--;
    }
}
