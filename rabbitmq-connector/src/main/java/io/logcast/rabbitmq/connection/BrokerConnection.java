package io.logcast.rabbitmq.connection;

import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is made again whenever it is lost, however long that takes, together with the channels of its users.
 * Everything that blocks, except {@link #close}, runs on the connection's own thread.
 */
public final class BrokerConnection {

    private static final Logger LOG = Logger.getLogger(BrokerConnection.class);
    static final int CLOSE_MILLIS = 2000;

    private final String name;
    private final ConnectionSettings settings;
    private final Dialer dialer;
    private final Runnable onReconnect;
    private final ConnectionThread thread;
    private final Registrations users;
    private final Backoff backoff;
    private volatile @Nullable BrokerLink link;
    private boolean connectedBefore;
    private boolean connectPlanned;
    private @Nullable Throwable lastFailure;

    /**
     * @param name shown in the broker's management UI
     * @param onReconnect runs each time the connection is made again
     */
    BrokerConnection(String name, ConnectionSettings settings, @Nullable TlsSettings tls, Runnable onReconnect) {
        this.name = name;
        this.settings = settings;
        this.users = new Registrations(name);
        this.dialer = new Dialer(name, settings, tls);
        this.onReconnect = onReconnect;
        this.backoff = new Backoff(settings.longestPause());
        this.thread = new ConnectionThread(name);
        thread.every(this::check, settings.checkEvery());
    }

    /** Opens the user's channel now and after every loss. The stage tells how the first attempt ended. */
    public CompletionStage<Void> register(ChannelUser channelUser) {
        var user = new Registration(channelUser, settings.longestPause());
        run(() -> {
            users.add(user);
            if (link == null && !connectPlanned) {
                connect();
            } else if (link == null && lastFailure != null) {
                user.notConnected(lastFailure);
            } else if (!user.wasAttempted()) {
                open(user);
            }
        });
        return user.first();
    }

    /** Opens the user's channel again, after a pause; for a channel that was closed on an open connection. */
    public void reopen(ChannelUser channelUser) {
        run(() -> users.forEachOf(channelUser, user -> {
            user.closed();
            planReopen(user);
        }));
    }

    /** Stops opening channels for the user. */
    public void unregister(ChannelUser channelUser) {
        users.remove(channelUser);
    }

    /** Runs on the connection's thread, where it may block on the broker. */
    public void run(Runnable task) {
        thread.run(task);
    }

    /** Runs on the connection's thread after a pause. */
    public void later(Runnable task, long pauseMillis) {
        thread.later(task, pauseMillis);
    }

    /** Gives the connection up when a write has been stuck for too long. Called regularly; never blocks. */
    void watch(long now, long longestWriteNanos) {
        var current = link;
        if (current != null && current.stuckFor(now) > longestWriteNanos) {
            current.abort("the broker has not taken a byte for too long");
        }
    }

    /** Closes cleanly, within seconds; leaves no thread behind. */
    void close() {
        thread.shutDown();
        var current = link;
        if (current != null) {
            current.close(CLOSE_MILLIS);
        }
        thread.interrupt();
    }

    private void connect() {
        connectPlanned = false;
        if (thread.isShutDown() || link != null) {
            return;
        }
        try {
            connected(dialer.dial());
        } catch (IOException | TimeoutException | RuntimeException | Error e) {
            Faults.endIfOutOfMemory(e);
            lastFailure = e;
            users.forEach(u -> u.notConnected(e));
            long pause = backoff.nextMillis();
            LOG.logf(
                    backoff.failed(),
                    "Connection %s to %s failed, next attempt in %d ms: %s",
                    name,
                    settings,
                    pause,
                    Faults.text(e));
            planConnect(pause);
        }
    }

    private void connected(BrokerLink fresh) {
        if (thread.isShutDown()) {
            fresh.close(CLOSE_MILLIS);
            return;
        }
        backoff.success();
        lastFailure = null;
        link = fresh;
        users.blocked(null);
        fresh.connection().addBlockedListener(reason -> blocked(fresh, reason), () -> blocked(fresh, null));
        // Called at once if the connection is already closed.
        fresh.connection().addShutdownListener(cause -> run(() -> lost(fresh, cause)));
        LOG.infof(
                "Connection %s to %s:%d is open",
                name, fresh.connection().getAddress(), fresh.connection().getPort());
        if (connectedBefore) {
            onReconnect.run();
        }
        connectedBefore = true;
        users.forEach(this::open);
    }

    private void lost(BrokerLink old, ShutdownSignalException cause) {
        if (link != old || thread.isShutDown()) {
            return;
        }
        link = null;
        long pause = backoff.nextMillis();
        LOG.warnf("Connection %s is lost, next attempt in %d ms: %s", name, pause, cause.getMessage());
        planConnect(pause);
    }

    private void planConnect(long pause) {
        if (!connectPlanned) {
            connectPlanned = true;
            thread.later(this::connect, pause);
        }
    }

    private void open(Registration user) {
        var current = link;
        if (current == null || !current.isOpen() || user.isOpenOn(current) || !users.contains(user)) {
            return;
        }
        try {
            user.open(current);
            users.tellBlocked(user);
            user.opened();
        } catch (IOException | TimeoutException | RuntimeException | Error e) {
            Faults.endIfOutOfMemory(e);
            user.failed(e);
            planReopen(user);
        }
    }

    private void blocked(BrokerLink current, @Nullable String reason) {
        current.blocked(reason != null);
        users.blocked(reason);
    }

    private void planReopen(Registration user) {
        if (user.planReopen()) {
            Runnable reopen = () -> {
                user.reopening();
                open(user);
            };
            thread.later(reopen, user.pauseMillis());
        }
    }

    private void check() {
        var current = link;
        if (current != null) {
            users.check(current);
        }
    }
}
