package io.logcast.consumer.subscriptions;

/**
 * What subscriptions take of the broker.
 *
 * @param bytes the sum of what may wait in them
 */
record Usage(int count, long bytes) {

    /** @throws TooManyException if there is no room for one more */
    void checkRoomFor(Subscription another, SubscriptionConfig limits) {
        if (count >= limits.maxCount()) {
            throw new TooManyException("There are " + count + " subscriptions, as many as may be", "max-count");
        }
        var most = limits.maxTotalSize().asLongValue();
        if (another.maxBytes() > most - bytes) {
            throw new TooManyException(
                    "The max_bytes of all subscriptions are %d, and %d more would be above %d"
                            .formatted(bytes, another.maxBytes(), most),
                    "max-total-size");
        }
    }
}
