package io.logcast.local.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** TCP ports of the loopback interface. */
public final class Ports {
    // Below the range that the kernel takes outgoing ports from: a stopped server's port is not taken meanwhile.
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;
    private static final int ATTEMPTS = 200;
    private static final int CONNECT_MILLIS = 500;
    private static final Set<Integer> GIVEN_OUT = new HashSet<>();

    private Ports() {}

    /** The port itself, or for 0 one that nobody listens on and that this JVM has not given out before. */
    public static int orFree(int port) {
        return port == 0 ? free() : port;
    }

    public static synchronized int free() {
        for (int i = 0; i < ATTEMPTS; i++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (!GIVEN_OUT.contains(port) && isFree(port)) {
                GIVEN_OUT.add(port);
                return port;
            }
        }
        throw new LocalProcessException(
                "No free port between " + LOWEST + " and " + HIGHEST + " found in " + ATTEMPTS + " attempts");
    }

    public static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            return false;
        }
        // Some systems let a loopback address be bound beside a listener on all addresses.
        return !answers(port);
    }

    /**
     * Whether somebody listens there. Other than {@link #isFree} it does not bind the port, not even for a moment, so a
     * server that is about to is not in its way.
     */
    public static boolean answers(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
