package io.logcast.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.model.event.LogEvent;
import io.logcast.model.wire.LogMessage;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.memory.InMemoryConnector;
import jakarta.enterprise.inject.Any;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * A test with the channel {@code logs} in memory. The channel is empty at the start, and confirms everything unless
 * told to hold back.
 */
public abstract class LogsChannelTest {

    protected static final Duration PATIENCE = Duration.ofMinutes(5);

    @Inject
    @Any
    protected InMemoryConnector channels;

    @Inject
    @Identifier("logs")
    protected HeldConfirms confirms;

    @Inject
    protected MeterRegistry meters;

    /** The events of all messages since the start of the test. */
    protected final List<LogEvent> publishedEvents() {
        return channels.<byte[]>sink("logs").received().stream()
                .map(Message::getPayload)
                .flatMap(body -> LogMessage.read(body).events().stream())
                .toList();
    }

    /** The only event that was published. */
    protected final LogEvent onlyOne() {
        assertThat(publishedEvents()).hasSize(1);
        return publishedEvents().get(0);
    }

    /** How many events of that format were refused for that reason. */
    protected final double refusals(String format, String reason) {
        var counter = meters.find("logcast.events.refused")
                .tags("format", format, "reason", reason)
                .counter();
        // It is made with the first request.
        return counter == null ? 0 : counter.count();
    }

    @BeforeEach
    protected final void forgetMessages() {
        channels.sink("logs").clear();
    }

    @AfterEach
    protected final void letGo() {
        confirms.letGo();
    }
}
