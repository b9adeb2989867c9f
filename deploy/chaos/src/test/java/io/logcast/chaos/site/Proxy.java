package io.logcast.chaos.site;

import io.logcast.local.process.Ports;
import io.logcast.local.rabbitmq.BrokerEndpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The way to one broker: a TCP proxy whose connections can be reset, or frozen half-open. */
final class Proxy implements AutoCloseable {

    private static final int BUFFER = 64 * 1024;

    private final BrokerEndpoint broker;
    private final ServerSocket server;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition thawed = lock.newCondition();
    private boolean frozen;

    Proxy(BrokerEndpoint broker) {
        this.broker = broker;
        try {
            this.server = new ServerSocket();
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), Ports.free()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    /** Ends all connections with a RST; new ones are let through. */
    void reset() {
        for (var socket : sockets) {
            reset(socket);
        }
    }

    /** Connections stay open and new ones are accepted, but not a byte passes. */
    void freeze() {
        lock.lock();
        frozen = true;
        lock.unlock();
    }

    /** Bytes pass again; what was frozen is cut. */
    void thaw() {
        reset();
        lock.lock();
        frozen = false;
        thawed.signalAll();
        lock.unlock();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thaw();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                connect(server.accept());
            } catch (IOException e) {
                // Closed, or a client that has gone already.
            }
        }
    }

    private void connect(Socket client) {
        try {
            var upstream = new Socket(broker.host(), broker.port());
            sockets.add(client);
            sockets.add(upstream);
            daemon(() -> pump(client, upstream));
            daemon(() -> pump(upstream, client));
        } catch (IOException e) {
            // As the broker itself would refuse.
            reset(client);
        }
    }

    private void pump(Socket from, Socket to) {
        try (from;
                to) {
            from.setTcpNoDelay(true);
            var in = from.getInputStream();
            var out = to.getOutputStream();
            var buffer = new byte[BUFFER];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                awaitThawed();
                out.write(buffer, 0, n);
            }
        } catch (IOException e) {
            // One side is gone, and takes the other with it.
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private void awaitThawed() {
        lock.lock();
        try {
            while (frozen) {
                thawed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // It is closed.
        }
    }

    private static void daemon(Runnable task) {
        var thread = new Thread(task, "proxy");
        thread.setDaemon(true);
        thread.start();
    }
}
