package io.logcast.rabbitmq.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ServerSocketFactory;

/** A TCP proxy on the loopback interface that can cut its connections, refuse new ones, and stop passing bytes on. */
public final class TcpProxy implements AutoCloseable {

    private final String host;
    private final int port;
    private final ServerSocket server;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final Gate toBroker = new Gate();
    private final Gate toClient = new Gate();
    private volatile boolean refusing;
    private volatile int accepted;

    public TcpProxy(String host, int port) {
        this(host, port, listen(ServerSocketFactory.getDefault()));
    }

    /** With a socket of its own kind, such as one for TLS. */
    public TcpProxy(String host, int port, ServerSocket server) {
        this.host = host;
        this.port = port;
        this.server = server;
        daemon(this::accept);
    }

    /** A free port of the loopback interface. */
    public static ServerSocket listen(ServerSocketFactory sockets) {
        try {
            return sockets.createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return server.getLocalPort();
    }

    /** How many connections it has accepted. */
    public int accepted() {
        return accepted;
    }

    /** Closes all connections, as a reset by the peer. */
    public void cut() {
        for (var socket : sockets) {
            try {
                socket.setSoLinger(true, 0);
                socket.close();
            } catch (IOException e) {
                // Closed already.
            }
        }
        sockets.clear();
    }

    /** Accepts no more connections, or does again. */
    public void refuse(boolean on) {
        refusing = on;
    }

    /** Connections stay open, but not a byte passes in either direction. */
    public void freeze() {
        toBroker.close();
        toClient.close();
    }

    /** The client's bytes no longer reach the broker. */
    public void freezeToBroker() {
        toBroker.close();
    }

    /** The broker's bytes no longer reach the client. */
    public void freezeToClient() {
        toClient.close();
    }

    public void thaw() {
        toBroker.open();
        toClient.open();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
        thaw();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var client = server.accept();
                if (refusing) {
                    client.setSoLinger(true, 0);
                    client.close();
                    continue;
                }
                accepted++;
                var broker = new Socket(host, port);
                sockets.add(client);
                sockets.add(broker);
                daemon(() -> pump(client, broker, toBroker));
                daemon(() -> pump(broker, client, toClient));
            } catch (IOException e) {
                // The broker is away, or the proxy is closed.
            }
        }
    }

    private static void pump(Socket from, Socket to, Gate gate) {
        try (from;
                to) {
            var buffer = new byte[64 * 1024];
            var in = from.getInputStream();
            var out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                gate.pass();
                out.write(buffer, 0, n);
            }
        } catch (IOException e) {
            // One side has closed; the other is closed with it.
        }
    }

    private static void daemon(Runnable task) {
        var thread = new Thread(task, "proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private static final class Gate {

        private final ReentrantLock lock = new ReentrantLock();
        private final Condition opened = lock.newCondition();
        private boolean closed;

        void close() {
            lock.lock();
            closed = true;
            lock.unlock();
        }

        void open() {
            lock.lock();
            closed = false;
            opened.signalAll();
            lock.unlock();
        }

        void pass() {
            lock.lock();
            try {
                while (closed) {
                    opened.awaitUninterruptibly();
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
