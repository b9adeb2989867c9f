package io.logcast.consumer;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.smallrye.reactive.messaging.memory.InMemoryConnector;
import java.util.Map;

/** No broker: the channels begin and end in memory. */
public final class InMemoryChannels implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        return Map.of(
                "logcast.connector", InMemoryConnector.CONNECTOR,
                // Small limits, so that tests reach them.
                "logcast.stream.buffer", "1000",
                "logcast.stream.overlap", "200ms",
                "logcast.stream.archive-wait", "3s");
    }

    @Override
    public void stop() {}
}
