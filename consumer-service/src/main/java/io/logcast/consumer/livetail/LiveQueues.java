package io.logcast.consumer.livetail;

import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The arguments of this replica's live queues. A replica that does not keep up must not fill the broker, so its full
 * queues drop the oldest message. The broker does not tell consumers, so dropped messages go to a queue where they are
 * counted.
 */
@ApplicationScoped
class LiveQueues {

    private static final long MAX_DROPPED_BYTES = 64 * 1024 * 1024;

    @Produces
    @Singleton
    @Identifier("live-queue-arguments")
    static Map<String, Object> live(
            LiveConfig config,
            @ConfigProperty(name = "mp.messaging.incoming.live-dropped.queue.name") String droppedQueue) {
        return Map.of(
                "x-max-length-bytes",
                config.queueSize().asLongValue(),
                "x-overflow",
                "drop-head",
                // The default exchange.
                "x-dead-letter-exchange",
                "",
                "x-dead-letter-routing-key",
                droppedQueue);
    }

    /** This queue is bounded too; messages that it drops are not counted. */
    @Produces
    @Singleton
    @Identifier("live-dropped-queue-arguments")
    static Map<String, Object> dropped() {
        return Map.of("x-max-length-bytes", MAX_DROPPED_BYTES, "x-overflow", "drop-head");
    }
}
