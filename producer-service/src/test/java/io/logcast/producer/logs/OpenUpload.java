package io.logcast.producer.logs;

import io.logcast.producer.LogEventFixtures;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** An upload without an announced length, a chunk at a time, like that of {@code curl -T -}. */
record OpenUpload(Socket connection) implements AutoCloseable {

    private static final int PATIENCE_MS = (int) Duration.ofMinutes(1).toMillis();

    static OpenUpload begin(String contentType) throws IOException {
        var connection = new Socket("localhost", RestAssured.port);
        connection.setSoTimeout(PATIENCE_MS);
        var upload = new OpenUpload(connection);
        upload.send("POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\nTransfer-Encoding: chunked\r\n\r\n"
                .formatted(LogEventFixtures.PATH, contentType));
        return upload;
    }

    void write(String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        send("%x\r\n%s\r\n".formatted(bytes.length, text));
    }

    void end() throws IOException {
        send("0\r\n\r\n");
    }

    private void send(String text) throws IOException {
        connection.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Waits for the answer, and returns the beginning of its first line. */
    String status() throws IOException {
        return new String(connection.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
    }

    /** Waits for the end of the connection, and returns what came before it. */
    String rest() throws IOException {
        return new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
