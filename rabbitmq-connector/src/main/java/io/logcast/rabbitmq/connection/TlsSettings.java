package io.logcast.rabbitmq.connection;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * How to use TLS.
 *
 * @param context makes a context for each connection, so that the next one uses a reloaded certificate
 * @param hostnameVerification {@code HTTPS}, or null for none
 * @param handshakeMillis the longest wait for the handshake
 */
record TlsSettings(Supplier<SSLContext> context, @Nullable String hostnameVerification, int handshakeMillis) {

    Socket handshake(Socket tcp, InetSocketAddress endpoint) throws IOException {
        var factory = context.get().getSocketFactory();
        var socket = (SSLSocket) factory.createSocket(tcp, endpoint.getHostString(), endpoint.getPort(), true);
        Optional.ofNullable(hostnameVerification).ifPresent(algorithm -> {
            var parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm(algorithm);
            socket.setSSLParameters(parameters);
        });
        socket.setSoTimeout(handshakeMillis);
        socket.startHandshake();
        return socket;
    }
}
