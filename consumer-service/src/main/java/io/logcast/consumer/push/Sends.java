package io.logcast.consumer.push;

/**
 * Shares out the requests that this replica has open at a time. Each subscription may open at most as many as are free, so however
 * many of them have slow targets, some places stay free. It may always open its first one.
 */
final class Sends {

    private final int most;
    private int open;

    /** @param most how many there are to share; not counting the first one of each subscription */
    Sends(int most) {
        this.most = most;
    }

    /**
     * Whether a subscription may open another one now. If so, it must end with {@link #ended}.
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
