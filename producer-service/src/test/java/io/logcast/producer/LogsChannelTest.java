package io.logcast.producer;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.memory.InMemoryConnector;
import jakarta.enterprise.inject.Any;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A test on the channel {@code logs} in memory, empty at its start, which confirms unless it is told to hold back. */
public abstract class LogsChannelTest {

    protected static final Duration PATIENCE = Duration.ofMinutes(1);

    @Inject
    @Any
    protected InMemoryConnector channels;

    @Inject
    @Identifier("logs")
    protected HeldConfirms confirms;

    @BeforeEach
    protected final void forgetMessages() {
        channels.sink("logs").clear();
    }

    @AfterEach
    protected final void letGo() {
        confirms.letGo();
    }
}
