package io.logcast.consumer;

import static io.restassured.RestAssured.get;
import static org.awaitility.Awaitility.await;

import io.logcast.testing.BrokerProbe;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A test on the real broker. It begins once the service is ready, and has a connection of its own. */
public abstract class BrokerTest {

    protected static final Duration PATIENCE = Duration.ofMinutes(1);

    @SuppressWarnings("NullAway.Init")
    protected BrokerProbe broker;

    @BeforeEach
    protected final void openBroker() throws Exception {
        broker = new BrokerProbe();
        await().atMost(PATIENCE).until(() -> get("/q/health/ready").statusCode() == 200);
    }

    @AfterEach
    protected final void closeBroker() throws Exception {
        broker.close();
    }
}
