package io.logcast.testing.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ServerSocketFactory;

/**
 * A TCP proxy on the loopback interface that can cut its connections, refuse new ones, stop passing bytes on, and drop
 * connections silently.
 */
public final class TcpProxy implements AutoCloseable {

    private final String host;
    private volatile int port;
    private final ServerSocket server;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final Gate toServer = new Gate();
    private final Gate toClient = new Gate();
    private volatile boolean refusing;
    private volatile int accepted;
    private volatile int refused;

    /** A proxy to that host and port. */
    public TcpProxy(String host, int port) {
        this(host, port, listen(ServerSocketFactory.getDefault()));
    }

    /** With sockets of another kind, such as TLS. */
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

    /** How many connections it has refused. */
    public int refused() {
        return refused;
    }

    /** New connections lead to that port of the same host; existing ones stay. */
    public void redirect(int newPort) {
        port = newPort;
    }

    /** Closes all connections, like a reset by the peer. */
    public void cut() {
        links.forEach(Link::reset);
    }

    /** Stops or resumes accepting connections. */
    public void refuse(boolean on) {
        refusing = on;
    }

    /** Connections stay open and new ones are accepted, but no byte passes in either direction. */
    public void freeze() {
        toServer.close();
        toClient.close();
    }

    /** The client's bytes no longer reach the server. */
    public void freezeToServer() {
        toServer.close();
    }

    /** The server's bytes no longer reach the client. */
    public void freezeToClient() {
        toClient.close();
    }

    public void thaw() {
        toServer.open();
        toClient.open();
    }

    /** Bytes on existing connections are lost, as when a machine has vanished; new connections work. */
    public void lose() {
        links.forEach(Link::lose);
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
                connect(server.accept());
            } catch (IOException e) {
                // The proxy is closed, or the client has already gone.
            }
        }
    }

    private void connect(Socket client) throws IOException {
        if (refusing) {
            refused++;
            Link.reset(client);
            return;
        }
        accepted++;
        try {
            var link = new Link(client, new Socket(host, port));
            links.add(link);
            daemon(() -> {
                link.pumpToServer(toServer);
                links.remove(link);
            });
            daemon(() -> {
                link.pumpToClient(toClient);
                links.remove(link);
            });
        } catch (IOException e) {
            // As if the server itself refused.
            Link.reset(client);
        }
    }

    private static void daemon(Runnable task) {
        var thread = new Thread(task, "proxy");
        thread.setDaemon(true);
        thread.start();
    }
}
