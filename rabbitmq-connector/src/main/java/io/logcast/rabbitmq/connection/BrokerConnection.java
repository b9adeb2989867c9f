package io.logcast.rabbitmq.connection;

import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is made again whenever it is lost, for as long as it takes, and with it the channels of its users.
 * All that blocks happens on one thread of its own.
 */
public final class BrokerConnection {

    private static final Logger LOG = Logger.getLogger(BrokerConnection.class);
    private static final int CLOSE_MILLIS = 2000;
    private static final int TELL_EVERY = 30;

    private final String name;
    private final ConnectionSettings settings;
    private final @Nullable TlsSettings tls;
    private final Runnable onReconnect;
    private final ScheduledThreadPoolExecutor thread;
    private final List<User> users = new CopyOnWriteArrayList<>();
    private final Backoff backoff;
    private volatile @Nullable BrokerLink link;
    private volatile boolean closed;
    private volatile @Nullable String blockedReason;
    private int failures;
    private boolean connectedBefore;
    private boolean connectPlanned;
    private @Nullable Throwable lastFailure;

    /**
     * @param name shown in the broker's management UI
     * @param onReconnect told each time that the connection is made again
     */
    BrokerConnection(String name, ConnectionSettings settings, @Nullable TlsSettings tls, Runnable onReconnect) {
        this.name = name;
        this.settings = settings;
        this.tls = tls;
        this.onReconnect = onReconnect;
        this.backoff = new Backoff(settings.longestPause());
        this.thread = new ScheduledThreadPoolExecutor(1, new ConnectorThreads("connection " + name));
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        thread.setRemoveOnCancelPolicy(true);
        long pause = settings.checkEvery().toMillis();
        thread.scheduleWithFixedDelay(
                Faults.survived("Connection " + name, this::check), pause, pause, TimeUnit.MILLISECONDS);
    }

    /** Opens the user's channel now and after every loss. The stage tells how the first attempt ended. */
    public CompletionStage<Void> register(ChannelUser channelUser) {
        var user = new User(channelUser, new Backoff(settings.longestPause()));
        run(() -> {
            users.add(user);
            if (link == null && !connectPlanned) {
                connect();
            } else if (link == null && lastFailure != null) {
                user.first.completeExceptionally(lastFailure);
            } else if (!user.first.isDone()) {
                open(user);
            }
        });
        return user.first;
    }

    /** Opens the user's channel again, after a pause; for a channel that was closed on an open connection. */
    public void reopen(ChannelUser channelUser) {
        run(() -> users.stream().filter(u -> u.user == channelUser).forEach(user -> {
            user.openOn = null;
            planReopen(user);
        }));
    }

    /** Opens nothing more for the user. */
    public void unregister(ChannelUser channelUser) {
        users.removeIf(u -> u.user == channelUser);
    }

    /** Runs on the connection's thread, where it may block on the broker. */
    public void run(Runnable task) {
        try {
            thread.execute(Faults.survived("Connection " + name, task));
        } catch (RejectedExecutionException e) {
            LOG.debugf("Connection %s is closed", name);
        }
    }

    /** Runs on the connection's thread after a pause. */
    public void later(Runnable task, long pauseMillis) {
        plan(task, pauseMillis);
    }

    public boolean isOpen() {
        var current = link;
        return current != null && current.isOpen();
    }

    /** Gives the connection up when a write has been stuck for too long. Called regularly; never blocks. */
    void watch(long now, long longestWriteNanos) {
        var current = link;
        if (current != null && current.stuckFor(now) > longestWriteNanos) {
            current.abort("the broker has not taken a byte for too long");
        }
    }

    /** Closes in good order, within seconds; leaves no thread behind. */
    void close() {
        closed = true;
        thread.shutdown();
        var current = link;
        if (current != null) {
            current.close(CLOSE_MILLIS);
        }
        thread.shutdownNow();
    }

    private void connect() {
        connectPlanned = false;
        if (closed || link != null) {
            return;
        }
        try {
            connected(dial());
        } catch (IOException | TimeoutException | RuntimeException | Error e) {
            Faults.endIfOutOfMemory(e);
            lastFailure = e;
            users.forEach(u -> u.first.completeExceptionally(e));
            long pause = backoff.nextMillis();
            LOG.logf(
                    level(failures++),
                    "Connection %s to %s failed, next attempt in %d ms: %s",
                    name,
                    settings,
                    pause,
                    text(e));
            planConnect(pause);
        }
    }

    private BrokerLink dial() throws IOException, TimeoutException {
        var sockets = new BrokerSocketFactory(tls);
        try {
            var connection = factory(sockets).newConnection(new CallerRuns(), settings.addresses(), name);
            var socket = sockets.latest();
            if (socket == null) {
                throw new IOException("Connected without a socket");
            }
            return new BrokerLink(connection, socket);
        } catch (IOException | TimeoutException | RuntimeException | Error e) {
            var socket = sockets.latest();
            if (socket != null) {
                socket.abort();
            }
            throw e;
        }
    }

    private void connected(BrokerLink fresh) {
        if (closed) {
            fresh.close(CLOSE_MILLIS);
            return;
        }
        backoff.success();
        lastFailure = null;
        failures = 0;
        link = fresh;
        blocked(null);
        fresh.connection().addBlockedListener(this::blocked, () -> blocked(null));
        // Called at once if the connection is closed by now.
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
        if (link != old || closed) {
            return;
        }
        link = null;
        long pause = backoff.nextMillis();
        LOG.warnf("Connection %s is lost, next attempt in %d ms: %s", name, pause, cause.getMessage());
        planConnect(pause);
    }

    private void planConnect(long pause) {
        if (!closed && !connectPlanned) {
            connectPlanned = true;
            plan(this::connect, pause);
        }
    }

    private void open(User user) {
        var current = link;
        if (current == null || !current.isOpen() || user.openOn == current || !users.contains(user)) {
            return;
        }
        try {
            user.user.open(current);
            user.openOn = current;
            user.failures = 0;
            user.backoff.success();
            tellBlocked(user);
            user.first.complete(null);
        } catch (IOException | TimeoutException | RuntimeException | Error e) {
            Faults.endIfOutOfMemory(e);
            user.first.completeExceptionally(e);
            LOG.logf(level(user.failures++), "Channel %s cannot be opened: %s", user.user.name(), text(e));
            planReopen(user);
        }
    }

    private void check() {
        var current = link;
        for (var user : users) {
            if (current != null && current.isOpen() && user.openOn == current) {
                check(user, current);
            }
        }
    }

    private static void check(User user, BrokerLink current) {
        try {
            user.user.check(current);
        } catch (IOException | RuntimeException e) {
            LOG.warnf("Channel %s does not know whether all it needs is there: %s", user.user.name(), text(e));
        }
    }

    private void planReopen(User user) {
        if (!user.reopenPlanned && !closed) {
            user.reopenPlanned = true;
            plan(
                    () -> {
                        user.reopenPlanned = false;
                        open(user);
                    },
                    user.backoff.nextMillis());
        }
    }

    private void plan(Runnable task, long pauseMillis) {
        try {
            thread.schedule(Faults.survived("Connection " + name, task), pauseMillis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debugf("Connection %s is closed", name);
        }
    }

    private void blocked(@Nullable String reason) {
        if (reason != null) {
            LOG.warnf("Connection %s is blocked by the broker: %s", name, reason);
        } else if (blockedReason != null) {
            LOG.infof("Connection %s is no longer blocked", name);
        }
        blockedReason = reason;
        users.forEach(this::tellBlocked);
    }

    /** In one place at a time, so that the last that a user hears is the latest. */
    private synchronized void tellBlocked(User user) {
        user.user.blocked(blockedReason);
    }

    /** A failure that lasts is told now and then. */
    private static Logger.Level level(int failuresBefore) {
        return failuresBefore % TELL_EVERY == 0 ? Logger.Level.WARN : Logger.Level.DEBUG;
    }

    private ConnectionFactory factory(BrokerSocketFactory sockets) throws IOException {
        var factory = new ConnectionFactory();
        factory.setAutomaticRecoveryEnabled(false);
        factory.setTopologyRecoveryEnabled(false);
        factory.setSocketFactory(sockets);
        factory.setThreadFactory(new ConnectorThreads(name));
        factory.setExceptionHandler(new QuietExceptionHandler());
        factory.setUsername(settings.username().read());
        factory.setPassword(settings.password().read());
        factory.setVirtualHost(settings.virtualHost());
        factory.setRequestedHeartbeat((int) settings.heartbeat().toSeconds());
        factory.setConnectionTimeout(millis(settings.connectTimeout()));
        factory.setHandshakeTimeout(millis(settings.handshakeTimeout()));
        factory.setChannelRpcTimeout(millis(settings.rpcTimeout()));
        // A late answer to a request that timed out is not taken for the answer to the next.
        factory.setChannelShouldCheckRpcResponseType(true);
        factory.setShutdownTimeout(CLOSE_MILLIS);
        return factory;
    }

    private static int millis(Duration duration) {
        return (int) Math.min(Integer.MAX_VALUE, duration.toMillis());
    }

    private static String text(Throwable failure) {
        var cause = failure.getCause();
        return cause == null || failure.getMessage() != null ? failure.toString() : cause.toString();
    }

    private static final class User {

        private final ChannelUser user;
        private final Backoff backoff;
        private final CompletableFuture<Void> first = new CompletableFuture<>();
        private boolean reopenPlanned;
        private int failures;
        private @Nullable BrokerLink openOn;

        private User(ChannelUser user, Backoff backoff) {
            this.user = user;
            this.backoff = backoff;
        }
    }
}
