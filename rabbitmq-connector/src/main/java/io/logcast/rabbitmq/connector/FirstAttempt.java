package io.logcast.rabbitmq.connector;

import io.logcast.rabbitmq.attributes.ChannelAttributes;
import io.logcast.rabbitmq.topology.TopologyMismatchException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Waits up to {@code startup-wait} for a channel to open. A topology that differs from the broker's fails the start; an
 * unreachable broker does not.
 */
final class FirstAttempt {

    private static final Logger LOG = Logger.getLogger(FirstAttempt.class);

    private FirstAttempt() {}

    static void await(ChannelAttributes attributes, CompletionStage<Void> opened) {
        try {
            opened.toCompletableFuture().get(attributes.millis("startup-wait").toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopologyMismatchException mismatch) {
                throw new IllegalStateException(mismatch.getMessage(), mismatch);
            }
            LOG.warnf("Channel %s could not be opened; starting without it and trying again", attributes.channel());
        } catch (TimeoutException e) {
            LOG.warnf("Channel %s is not open yet; starting without it and still trying", attributes.channel());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
