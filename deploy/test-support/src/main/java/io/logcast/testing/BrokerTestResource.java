package io.logcast.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Points a {@code @QuarkusTest} to the {@link TestBroker}. */
public final class BrokerTestResource implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        var broker = TestBroker.get();
        return Map.of(
                "rabbitmq-host", broker.host(),
                "rabbitmq-port", Integer.toString(broker.port()),
                "rabbitmq-username", broker.username(),
                "rabbitmq-password", broker.password(),
                "rabbitmq-virtual-host", broker.virtualHost());
    }

    /** Does nothing: the broker is shared until the JVM ends. */
    @Override
    public void stop() {}
}
