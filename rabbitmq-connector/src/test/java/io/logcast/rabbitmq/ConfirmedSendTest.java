package io.logcast.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.rabbitmq.PublishException.Reason;
import io.logcast.testing.messaging.TestEmitter;
import io.smallrye.reactive.messaging.rabbitmq.OutgoingRabbitMQMetadata;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Test;

class ConfirmedSendTest {

    private static final byte[] BODY = "hello".getBytes(StandardCharsets.UTF_8);

    private final List<Message<? extends byte[]>> sent = new ArrayList<>();
    private final OutgoingRabbitMQMetadata properties =
            OutgoingRabbitMQMetadata.builder().withRoutingKey("key").build();

    @Test
    void completesWhenTheMessageIsAcked() {
        // Given
        var confirmed = send();
        assertThat(confirmed).isNotDone();
        var message = sent.get(0);
        assertThat(message.getPayload()).isSameAs(BODY);
        assertThat(message.getMetadata(OutgoingRabbitMQMetadata.class)).containsSame(properties);
        // When
        var answered = message.ack();
        // Then
        assertThat(confirmed).isCompleted();
        assertThat(answered.toCompletableFuture()).isCompleted();
    }

    @Test
    void failsWithWhatTheMessageIsNackedWith() {
        // Given
        var confirmed = send();
        var reason = new PublishException(Reason.REJECTED, "full");
        // When
        var answered = sent.get(0).nack(reason);
        // Then
        assertThat(confirmed.handle((none, failure) -> failure)).isCompletedWithValue(reason);
        assertThat(answered.toCompletableFuture()).isCompleted();
    }

    @Test
    void failsWhereTheChannelHasEnded() {
        // Given
        var ended = new TestEmitter(message -> {
            throw new IllegalStateException("the channel has ended");
        });
        // When
        var confirmed = ConfirmedSend.to(ended, BODY, properties);
        // Then
        assertThat(confirmed.handle((none, failure) -> failure).join())
                .isInstanceOfSatisfying(
                        PublishException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NOT_CONNECTED))
                .hasMessageContaining("the channel has ended");
    }

    private CompletableFuture<Void> send() {
        return ConfirmedSend.to(new TestEmitter(sent::add), BODY, properties);
    }
}
