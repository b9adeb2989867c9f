package io.logcast.consumer.push;

import io.restassured.path.json.JsonPath;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/** A target of pushes that answers as it is told, however badly. One request a connection. */
final class Receiver implements AutoCloseable {

    private static final int BACKLOG = 200;
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok";

    private final ServerSocket server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, List<Request>> requests = new ConcurrentHashMap<>();
    private final Map<String, Behaviour> behaviours = new ConcurrentHashMap<>();

    /** What came, and when ({@link System#nanoTime()}). */
    record Request(long at, Map<String, String> headers, String body) {

        String webhookId() {
            return String.valueOf(headers.get("webhook-id"));
        }

        List<String> messages() {
            return JsonPath.from(body).getList("message");
        }
    }

    /** How it answers. */
    interface Behaviour {

        /** @param number of the request to this path, from 1 */
        void answer(Socket connection, Request request, int number) throws IOException;

        /** A whole answer without a body. */
        static Behaviour status(int status, String... headers) {
            return (connection, request, number) -> write(
                    connection,
                    "HTTP/1.1 " + status + " -\r\nContent-Length: 0\r\nConnection: close\r\n" + String.join("", headers)
                            + "\r\n");
        }

        static Behaviour ok() {
            return (connection, request, number) -> write(connection, OK);
        }

        /** Nothing, until the sender goes. */
        static Behaviour silent() {
            return (connection, request, number) -> {
                while (connection.getInputStream().read() >= 0) {
                    // Nobody reads it.
                }
            };
        }

        /** The beginning of an answer, and the end of the connection. */
        static Behaviour half() {
            return (connection, request, number) -> write(connection, OK.substring(0, OK.length() / 2));
        }

        /** One byte after the other, for longer than anybody waits. */
        static Behaviour slow() {
            return (connection, request, number) -> {
                for (int i = 0; i < OK.length(); i++) {
                    write(connection, OK.substring(i, i + 1));
                    LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
                }
            };
        }

        /** Like this for the first requests, then well. */
        default Behaviour times(int first) {
            return (connection, request, number) -> (number <= first ? this : ok()).answer(connection, request, number);
        }

        private static void write(Socket connection, String text) throws IOException {
            connection.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            connection.getOutputStream().flush();
        }
    }

    Receiver() {
        try {
            server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    /** Answers requests to the path like this; returns its URL. */
    String at(String path, Behaviour behaviour) {
        behaviours.put(path, behaviour);
        return "http://127.0.0.1:" + server.getLocalPort() + path;
    }

    /** All requests to the path, in order. */
    List<Request> requests(String path) {
        return requests.computeIfAbsent(path, none -> new CopyOnWriteArrayList<>());
    }

    /** The messages of all events that came to the path, in order. */
    List<String> messages(String path) {
        return requests(path).stream()
                .map(Request::messages)
                .flatMap(List::stream)
                .toList();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var connection = server.accept();
                threads.execute(() -> serve(connection));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            var in = new BufferedInputStream(connection.getInputStream());
            var path = line(in).split(" ")[1];
            var headers = new HashMap<String, String>();
            for (var header = line(in); !header.isEmpty(); header = line(in)) {
                var colon = header.indexOf(':');
                headers.put(
                        header.substring(0, colon).toLowerCase(Locale.ROOT),
                        header.substring(colon + 1).strip());
            }
            var length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
            var body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
            var request = new Request(System.nanoTime(), headers, body);
            int number;
            var ofPath = requests(path);
            synchronized (ofPath) {
                ofPath.add(request);
                number = ofPath.size();
            }
            behaviours.getOrDefault(path, Behaviour.status(404)).answer(connection, request, number);
        } catch (IOException e) {
            // The sender has gone.
        }
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("no whole request");
            }
            line.append((char) next);
        }
        return line.toString().strip();
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }
}
