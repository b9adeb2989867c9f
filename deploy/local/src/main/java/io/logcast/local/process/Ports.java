package io.logcast.local.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;

/** TCP ports of the loopback interface. */
public final class Ports {
    // Below the range of outgoing ports, so that the kernel does not take the port of a stopped server.
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;
    private static final int ATTEMPTS = 200;
    private static final int CONNECT_MILLIS = 500;
    // Has one byte for each port. The JVM that gave out a port locks its byte until that JVM ends.
    private static final FileChannel GIVEN_OUT = givenOut();

    private Ports() {}

    private static FileChannel givenOut() {
        var file = Path.of(System.getProperty("java.io.tmpdir"), "logcast-ports-" + System.getProperty("user.name"));
        try {
            return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new LocalProcessException(file + " could not be opened: " + e.getMessage(), e);
        }
    }

    /** The port itself; for 0, a free one. */
    public static int orFree(int port) {
        return port == 0 ? free() : port;
    }

    /**
     * A port that nobody listens on, and that no other call in this user's JVMs gets. A service binds its port seconds
     * after it was chosen, and meanwhile another test may ask for one.
     */
    public static int free() {
        for (int i = 0; i < ATTEMPTS; i++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (isFree(port) && isReserved(port)) {
                return port;
            }
        }
        throw new LocalProcessException(
                "No free port between " + LOWEST + " and " + HIGHEST + " found in " + ATTEMPTS + " attempts");
    }

    /** Reserves the port for this JVM; false if it was already given out. */
    static boolean isReserved(int port) {
        try {
            return GIVEN_OUT.tryLock(port, 1, false) != null;
        } catch (OverlappingFileLockException e) {
            // By this JVM.
            return false;
        } catch (IOException e) {
            throw new LocalProcessException("Port " + port + " could not be reserved: " + e.getMessage(), e);
        }
    }

    public static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            return false;
        }
        // Some systems allow binding a loopback address beside a listener on all addresses.
        return !answers(port);
    }

    /**
     * Whether somebody listens there. Unlike {@link #isFree}, it does not bind the port even for a moment, so it cannot
     * disturb a server that is about to do so.
     */
    public static boolean answers(int port) {
        return answers(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /** The same for an address other than the loopback interface's. */
    public static boolean answers(String address, int port) {
        return answers(new InetSocketAddress(address, port));
    }

    private static boolean answers(InetSocketAddress address) {
        try (var socket = new Socket()) {
            socket.connect(address, CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
