package io.logcast.rabbitmq.connection;

import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.impl.FrameHandler;
import com.rabbitmq.client.impl.FrameHandlerFactory;
import com.rabbitmq.client.impl.SocketFrameHandlerFactory;
import java.io.IOException;
import java.net.Socket;

/** Makes connections that read with a {@link FrameReader}. TLS, if any, is the socket's. */
final class BrokerConnectionFactory extends ConnectionFactory {

    @Override
    protected FrameHandlerFactory createFrameHandlerFactory() {
        return new SocketFrameHandlerFactory(
                getConnectionTimeout(), getSocketFactory(), getSocketConfigurator(), false) {
            @Override
            public FrameHandler create(Socket socket) throws IOException {
                return new FrameReader(socket);
            }
        };
    }
}
