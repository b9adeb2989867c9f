package io.logcast.testing.network;

import java.io.IOException;
import java.net.Socket;

/** A client's connection, and the matching one to the server. */
final class Link {

    private static final int BUFFER = 64 * 1024;

    private final Socket client;
    private final Socket server;
    private volatile boolean lost;

    Link(Socket client, Socket server) throws IOException {
        this.client = client;
        this.server = server;
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
    }

    /** From now on, nothing that is sent arrives. */
    void lose() {
        lost = true;
    }

    void reset() {
        reset(client);
        reset(server);
    }

    static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // Already closed.
        }
    }

    /** Passes the client's bytes on through the gate; returns when one side has closed. */
    void pumpToServer(Gate gate) {
        pump(client, server, gate);
    }

    /** Passes the server's bytes on through the gate; returns when one side has closed. */
    void pumpToClient(Gate gate) {
        pump(server, client, gate);
    }

    private void pump(Socket from, Socket to, Gate gate) {
        try (from;
                to) {
            var in = from.getInputStream();
            var out = to.getOutputStream();
            var buffer = new byte[BUFFER];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                gate.pass();
                if (!lost) {
                    out.write(buffer, 0, n);
                }
            }
        } catch (IOException e) {
            // One side has closed, so the other is closed too.
        }
    }
}
