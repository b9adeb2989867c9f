package io.logcast.consumer.archive;

import io.logcast.consumer.archive.table.Unstored;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.Flow;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** The channel {@code archive}: each message is acknowledged once its events are committed. */
@ApplicationScoped
class ArchiveConsumer {

    // Up to three such batches are in progress, and their events take several times as much memory.
    private static final int BATCH_BYTES = 2 * 1024 * 1024;

    private final BatchingSubscriber batches;

    ArchiveConsumer(ArchiveWriter writer, Unstored unstored, ArchiveConfig config) {
        this.batches = new BatchingSubscriber(
                batch -> unstored.during(() -> writer.read(batch)),
                ArchiveWriter::isSuspect,
                config.batchSize(),
                BATCH_BYTES,
                config.linger());
    }

    @Incoming("archive")
    Flow.Subscriber<Message<byte[]>> archive() {
        return batches;
    }

    void start(@Observes StartupEvent started) {
        batches.start();
    }

    void stop(@Observes ShutdownEvent stopping) {
        batches.stop();
    }
}
