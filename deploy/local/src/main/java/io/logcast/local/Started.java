package io.logcast.local;

import io.logcast.local.process.Progress;
import java.util.ArrayDeque;
import java.util.Deque;

/** Whatever was started, to be stopped in reverse order. */
final class Started {
    private final Deque<Item> items = new ArrayDeque<>();
    private final Progress progress;
    private volatile boolean stopping;

    Started(Progress progress) {
        this.progress = progress;
    }

    private record Item(String name, AutoCloseable resource) {}

    /** Anything that is started while all is being stopped is stopped at once. */
    synchronized void add(String name, AutoCloseable resource) {
        var item = new Item(name, resource);
        if (stopping) {
            stop(item);
        } else {
            items.push(item);
        }
    }

    synchronized void stopAll() {
        stopping = true;
        while (!items.isEmpty()) {
            stop(items.pop());
        }
    }

    boolean isStopping() {
        return stopping;
    }

    private void stop(Item item) {
        progress.show(item.name() + ": stopping");
        try {
            item.resource().close();
        } catch (Exception e) {
            // The others must still be stopped.
            progress.show(item.name() + ": " + e.getMessage());
        }
    }
}
