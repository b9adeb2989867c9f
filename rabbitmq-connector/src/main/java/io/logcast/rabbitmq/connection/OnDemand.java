package io.logcast.rabbitmq.connection;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Users of a connection that register when they are first needed. */
public final class OnDemand {

    private static final Logger LOG = Logger.getLogger(OnDemand.class);

    private final BrokerConnection connection;
    private final List<ChannelUser> users;
    private @Nullable CompletionStage<Void> firstAttempt;

    /**
     * @param users all are registered, but {@link #start} and {@link #await} follow only the first one's first attempt
     */
    public OnDemand(BrokerConnection connection, List<ChannelUser> users) {
        this.connection = connection;
        this.users = List.copyOf(users);
    }

    /** Starts connecting, unless it has been started, and does not wait. The stage tells how the first attempt ended. */
    public synchronized CompletionStage<Void> start() {
        var attempt = firstAttempt;
        if (attempt == null) {
            var attempts = users.stream().map(connection::register).toList();
            attempt = attempts.get(0);
            firstAttempt = attempt;
        }
        return attempt;
    }

    /** The same, and waits until the first attempt has succeeded or failed. */
    public void await(Duration patience) {
        try {
            start().toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // A later attempt may have succeeded.
            LOG.debugf(
                    e,
                    "The first attempt of %s to connect has not succeeded",
                    users.get(0).name());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
