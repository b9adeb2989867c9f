package io.logcast.rabbitmq.topology;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jboss.logging.Logger;

/** Queues whose limits on the broker differ from the configured ones, and that are used as they are. */
public final class Deviations {

    private static final Logger LOG = Logger.getLogger(Deviations.class);

    private final Map<String, String> byQueue = new ConcurrentSkipListMap<>();

    /** What differs, by the queue's name. */
    public Map<String, String> byQueue() {
        return Map.copyOf(byQueue);
    }

    /** Records what was found when the queue was declared; warns of new differences. */
    void found(String queue, Collection<Difference> differences) {
        if (differences.isEmpty()) {
            byQueue.remove(queue);
            return;
        }
        var text = String.join("; ", differences.stream().map(Difference::text).toList());
        if (!text.equals(byQueue.put(queue, text))) {
            LOG.warnf("Queue '%s' is used as the broker has it, which differs in %s", queue, text);
        }
    }

    /** The same for all of these queues. */
    void found(List<Declaration.Queue> queues, Collection<Difference> differences) {
        for (var queue : queues) {
            found(
                    queue.name(),
                    differences.stream()
                            .filter(d -> d.name().equals(queue.name()))
                            .toList());
        }
    }
}
