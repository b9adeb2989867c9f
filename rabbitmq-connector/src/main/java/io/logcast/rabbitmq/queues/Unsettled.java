package io.logcast.rabbitmq.queues;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The sizes of one channel's unsettled messages, which is the memory that they take. */
final class Unsettled {

    private final Map<Long, Integer> sizes = new ConcurrentHashMap<>();
    private final AtomicLong bytes = new AtomicLong();

    void add(long tag, int size) {
        sizes.put(tag, size);
        bytes.addAndGet(size);
    }

    void remove(long tag) {
        var size = sizes.remove(tag);
        if (size != null) {
            bytes.addAndGet(-size);
        }
    }

    /** To be called when the channel is gone. */
    void clear() {
        sizes.keySet().forEach(this::remove);
    }

    long bytes() {
        return bytes.get();
    }
}
