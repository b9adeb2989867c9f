package io.logcast.rabbitmq.connection;

import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Connects to the broker, each time with a socket that can be given up at any moment. */
final class Dialer {

    private final String name;
    private final ConnectionSettings settings;
    private final @Nullable TlsSettings tls;

    /** @param name shown in the broker's management UI */
    Dialer(String name, ConnectionSettings settings, @Nullable TlsSettings tls) {
        this.name = name;
        this.settings = settings;
        this.tls = tls;
    }

    BrokerLink dial() throws IOException, TimeoutException {
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

    private ConnectionFactory factory(BrokerSocketFactory sockets) throws IOException {
        var factory = new BrokerConnectionFactory();
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
        factory.setShutdownTimeout(BrokerConnection.CLOSE_MILLIS);
        return factory;
    }

    private static int millis(Duration duration) {
        return (int) Math.min(Integer.MAX_VALUE, duration.toMillis());
    }
}
