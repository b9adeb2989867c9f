package io.logcast.consumer.deadletters;

import io.logcast.consumer.database.Schema;
import io.logcast.consumer.messages.Delivery;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.unchecked.Unchecked;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * The channel {@code dead-letters}: from the archive's dead-letter queue into the table, acknowledged after the commit.
 */
@ApplicationScoped
class DeadLetterConsumer {

    private static final Logger LOG = Logger.getLogger(DeadLetterConsumer.class);
    private static final Duration FIRST_WAIT = Duration.ofMillis(100);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    private final DeadLetterTable letters;
    private final LetterMetrics metrics;
    private final Schema schema;

    DeadLetterConsumer(DeadLetterTable letters, LetterMetrics metrics, Schema schema) {
        this.letters = letters;
        this.metrics = metrics;
        this.schema = schema;
    }

    /**
     * Stores one after the other, and retries until it succeeds, since a message that is rejected here would be lost.
     */
    @Incoming("dead-letters")
    Uni<Void> store(Message<byte[]> message) {
        return Uni.createFrom()
                .item(Unchecked.supplier(() -> {
                    var letter = DeadLetter.of(Delivery.of(message));
                    letters.insert(letter);
                    metrics.stored(letter.kind());
                    return message;
                }))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .onFailure()
                .invoke(e -> LOG.logf(schema.levelOf(e), "A dead letter is not stored yet: %s", e.getMessage()))
                .onFailure()
                .retry()
                .withBackOff(FIRST_WAIT, LONGEST_WAIT)
                .indefinitely()
                .chain(stored -> Uni.createFrom().completionStage(stored.ack()));
    }
}
