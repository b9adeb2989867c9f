package io.logcast.producer;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.smallrye.reactive.messaging.memory.InMemoryConnector;
import java.util.Map;

/** No broker: the channels end in memory. A test can hold back their confirms with {@link HeldConfirms}. */
public final class InMemoryChannels implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        return Map.of("logcast.connector", InMemoryConnector.CONNECTOR);
    }

    @Override
    public void stop() {}
}
