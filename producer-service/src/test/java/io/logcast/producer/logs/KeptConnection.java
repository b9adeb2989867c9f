package io.logcast.producer.logs;

import io.restassured.RestAssured;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A connection that has already served a request, so that an event loop listens to it. */
record KeptConnection(Socket socket) implements AutoCloseable {

    static KeptConnection open() throws IOException {
        var connection = new KeptConnection(new Socket("localhost", RestAssured.port));
        connection.send("/api/v1/logs", "application/json", "{\"message\":\"first\"}");
        if (connection.status() != 202) {
            throw new IOException("the first request was not accepted");
        }
        return connection;
    }

    void send(String path, String contentType, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        var head = "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
                .formatted(path, contentType, bytes.length);
        socket.getOutputStream().write((head + body).getBytes(StandardCharsets.UTF_8));
    }

    /** The status of the next answer, which is read to its end. */
    int status() throws IOException {
        var in = socket.getInputStream();
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            var next = in.read();
            if (next < 0) {
                throw new IOException("the connection has ended: " + head);
            }
            head.append((char) next);
        }
        in.readNBytes(contentLength(head.toString()));
        return Integer.parseInt(head.substring(9, 12));
    }

    private static int contentLength(String head) {
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                .mapToInt(line ->
                        Integer.parseInt(line.substring(line.indexOf(':') + 1).strip()))
                .findFirst()
                .orElse(0);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
