package io.logcast.rabbitmq.connection;

import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;

/** A link whose socket is connected to this process and carries nothing, for tests that replace the AMQP channel. */
public final class LoopbackLink implements AutoCloseable {

    private final ServerSocket peer;
    private final BrokerSocket socket = new BrokerSocket(null);
    private final BrokerLink link;

    public LoopbackLink() throws IOException {
        peer = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        socket.connect(peer.getLocalSocketAddress(), 10_000);
        var connection = (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> method.getName().equals("isOpen") ? true : null);
        link = new BrokerLink(connection, socket);
    }

    public BrokerLink link() {
        return link;
    }

    @Override
    public void close() throws IOException {
        socket.close();
        peer.close();
    }
}
