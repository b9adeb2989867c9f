package io.logcast.rabbitmq.connection;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A user of a connection, and whether its channel is open. Confined to the connection's thread, except {@link
 * #blocked}, {@link #first} and {@link #isOf}.
 */
final class Registration {

    private static final Logger LOG = Logger.getLogger(Registration.class);

    private final ChannelUser user;
    private final Backoff backoff;
    private final CompletableFuture<Void> first = new CompletableFuture<>();
    private boolean reopenPlanned;
    private @Nullable BrokerLink openOn;

    Registration(ChannelUser user, Duration longestPause) {
        this.user = user;
        this.backoff = new Backoff(longestPause);
    }

    boolean isOf(ChannelUser other) {
        return user == other;
    }

    /** How the first attempt ends. */
    CompletionStage<Void> first() {
        return first;
    }

    boolean wasAttempted() {
        return first.isDone();
    }

    boolean isOpenOn(BrokerLink link) {
        return openOn == link;
    }

    /** Opens its channel; {@link #opened} or {@link #failed} follows. */
    void open(BrokerLink link) throws IOException, TimeoutException {
        user.open(link);
        openOn = link;
    }

    void opened() {
        backoff.success();
        first.complete(null);
    }

    void failed(Throwable cause) {
        first.completeExceptionally(cause);
        LOG.logf(backoff.failed(), "Channel %s cannot be opened: %s", user.name(), Faults.text(cause));
    }

    /** To be called when an attempt to connect has failed. */
    void notConnected(Throwable cause) {
        first.completeExceptionally(cause);
    }

    void check(BrokerLink link) {
        try {
            user.check(link);
        } catch (IOException | RuntimeException e) {
            LOG.warnf("Channel %s cannot check whether the broker has all it needs: %s", user.name(), Faults.text(e));
        }
    }

    void blocked(@Nullable String reason) {
        user.blocked(reason);
    }

    /** To be called when its channel is closed and has to be opened again, even on the same connection. */
    void closed() {
        openOn = null;
    }

    /** Plans the next attempt; false if one is planned already. */
    boolean planReopen() {
        boolean planned = reopenPlanned;
        reopenPlanned = true;
        return !planned;
    }

    void reopening() {
        reopenPlanned = false;
    }

    /** The pause before the next attempt (ms). */
    long pauseMillis() {
        return backoff.nextMillis();
    }
}
