package io.logcast.consumer.subscriptions;

/**
 * How much of the broker the subscriptions use.
 *
 * @param bytes the sum of the bytes that may wait in them
 */
record Usage(int count, long bytes) {

    /** @throws TooManyException if one more would exceed a limit */
    void checkRoomFor(Subscription another, SubscriptionConfig limits) {
        if (count >= limits.maxCount()) {
            throw new TooManyException("There are " + count + " subscriptions, which is the limit", "max-count");
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
