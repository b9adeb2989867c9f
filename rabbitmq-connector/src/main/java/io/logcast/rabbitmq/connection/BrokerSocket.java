package io.logcast.rabbitmq.connection;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import org.jspecify.annotations.Nullable;

/**
 * The socket given to amqp-client: TCP, with TLS if configured, watched in both directions. Its {@link #abort()} frees a thread
 * that is stuck in a write to a peer that no longer reads.
 */
final class BrokerSocket extends Socket {

    private final Socket tcp = new Socket();
    private final @Nullable TlsSettings tls;
    private Socket stream = tcp;
    private @Nullable WatchedOutput output;
    private @Nullable BufferedInput input;

    BrokerSocket(@Nullable TlsSettings tls) {
        this.tls = tls;
    }

    @Override
    public void connect(SocketAddress endpoint, int timeoutMillis) throws IOException {
        tcp.connect(endpoint, timeoutMillis);
        if (tls != null) {
            stream = tls.handshake(tcp, (InetSocketAddress) endpoint);
        }
        output = new WatchedOutput(stream.getOutputStream());
        input = new BufferedInput(stream.getInputStream());
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return input();
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return output();
    }

    void flushNow() throws IOException {
        output().flushNow();
    }

    /** Runs the task on the reading thread each time that it has handled all input and will wait for more. */
    void onDrained(Runnable task) throws SocketException {
        input().onDrained(task);
    }

    /** Closes without waiting for anything: unsent bytes are thrown away. */
    void abort() {
        try {
            tcp.setSoLinger(true, 0);
        } catch (IOException e) {
            // The socket is thrown away anyway.
        }
        try {
            tcp.close();
        } catch (IOException e) {
            // Nothing more can be done.
        }
    }

    /** How long a write has been stuck (ns); 0 if none is. */
    long stuckFor(long now) {
        long since = output == null ? 0 : output.writingSince();
        return since == 0 ? 0 : Math.max(0, now - since);
    }

    /** How long the broker has been silent (ns). */
    long silentFor(long now) {
        return input == null ? 0 : Math.max(0, now - input.lastReadAt());
    }

    private BufferedInput input() throws SocketException {
        if (input == null) {
            throw new SocketException("Not connected");
        }
        return input;
    }

    private WatchedOutput output() throws SocketException {
        if (output == null) {
            throw new SocketException("Not connected");
        }
        return output;
    }

    @Override
    public synchronized void close() throws IOException {
        stream.close();
        tcp.close();
    }

    @Override
    public boolean isClosed() {
        return tcp.isClosed();
    }

    @Override
    public boolean isConnected() {
        return tcp.isConnected();
    }

    @Override
    public @Nullable InetAddress getInetAddress() {
        return tcp.getInetAddress();
    }

    @Override
    public InetAddress getLocalAddress() {
        return tcp.getLocalAddress();
    }

    @Override
    public int getPort() {
        return tcp.getPort();
    }

    @Override
    public int getLocalPort() {
        return tcp.getLocalPort();
    }

    @Override
    public void setTcpNoDelay(boolean on) throws SocketException {
        tcp.setTcpNoDelay(on);
    }

    @Override
    public void setSoLinger(boolean on, int seconds) throws SocketException {
        tcp.setSoLinger(on, seconds);
    }

    @Override
    public synchronized void setSoTimeout(int millis) throws SocketException {
        stream.setSoTimeout(millis);
    }

    @Override
    public synchronized int getSoTimeout() throws SocketException {
        return stream.getSoTimeout();
    }
}
