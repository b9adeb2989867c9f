package io.logcast.rabbitmq.connection;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The users of one connection, and whether the broker blocks it. */
final class Registrations {

    private static final Logger LOG = Logger.getLogger(Registrations.class);

    private final String connection;
    private final List<Registration> users = new CopyOnWriteArrayList<>();
    private volatile @Nullable String blockedReason;

    Registrations(String connection) {
        this.connection = connection;
    }

    void add(Registration user) {
        users.add(user);
    }

    void remove(ChannelUser user) {
        users.removeIf(u -> u.isOf(user));
    }

    boolean contains(Registration user) {
        return users.contains(user);
    }

    void forEach(Consumer<Registration> action) {
        users.forEach(action);
    }

    void forEachOf(ChannelUser user, Consumer<Registration> action) {
        users.stream().filter(u -> u.isOf(user)).forEach(action);
    }

    /** Makes all users that are open on this connection check that the broker has what they need, unless it is blocked. */
    void check(BrokerLink link) {
        if (link.isBlocked()) {
            return;
        }
        users.stream().filter(user -> link.isOpen() && user.isOpenOn(link)).forEach(user -> user.check(link));
    }

    /** @param reason why the broker blocks the connection; null once it no longer does */
    void blocked(@Nullable String reason) {
        if (reason != null) {
            LOG.warnf("Connection %s is blocked by the broker: %s", connection, reason);
        } else if (blockedReason != null) {
            LOG.infof("Connection %s is no longer blocked", connection);
        }
        blockedReason = reason;
        users.forEach(this::tellBlocked);
    }

    /** Serialised, so that users see states in order. */
    synchronized void tellBlocked(Registration user) {
        user.blocked(blockedReason);
    }
}
