package io.logcast.rabbitmq.connection;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/** Makes the sockets of one attempt to connect and keeps the last, which is the one in use. */
final class BrokerSocketFactory extends SocketFactory {

    private final @Nullable TlsSettings tls;
    private volatile @Nullable BrokerSocket latest;

    BrokerSocketFactory(@Nullable TlsSettings tls) {
        this.tls = tls;
    }

    @Nullable
    BrokerSocket latest() {
        return latest;
    }

    @Override
    public Socket createSocket() {
        var socket = new BrokerSocket(tls);
        latest = socket;
        return socket;
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        throw new UnsupportedOperationException("amqp-client connects by itself");
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        throw new UnsupportedOperationException("amqp-client connects by itself");
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        throw new UnsupportedOperationException("amqp-client connects by itself");
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
            throws IOException {
        throw new UnsupportedOperationException("amqp-client connects by itself");
    }
}
