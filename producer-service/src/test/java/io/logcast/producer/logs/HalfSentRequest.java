package io.logcast.producer.logs;

import io.logcast.producer.LogEventFixtures;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A request that announces more of its body than it sends. */
record HalfSentRequest(Socket connection) implements AutoCloseable {

    static HalfSentRequest send(String contentType, int announced, byte[] sent) throws IOException {
        var connection = new Socket("localhost", RestAssured.port);
        var head = "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
                .formatted(LogEventFixtures.PATH, contentType, announced);
        var out = connection.getOutputStream();
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.write(sent);
        out.flush();
        return new HalfSentRequest(connection);
    }

    /** Waits for the answer, and returns the beginning of its first line. */
    String status() throws IOException {
        return new String(connection.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
