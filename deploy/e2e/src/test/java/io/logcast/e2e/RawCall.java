package io.logcast.e2e;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An HTTP call as written on the wire, so that it can be broken in ways that HTTP clients do not allow.
 *
 * @param target the path and the query as sent
 */
record RawCall(String method, String target, Map<String, String> headers, byte[] body) {

    private static final int PATIENCE_MS = (int) Duration.ofMinutes(1).toMillis();
    private static final int ENOUGH = 1024 * 1024;

    /** The answer; for an answer without an end, such as a stream, its beginning. */
    record Answer(int status, Map<String, String> headers, String body) {
        String contentType() {
            return Optional.ofNullable(headers.get("content-type")).orElse("");
        }
    }

    RawCall method(String other) {
        return new RawCall(other, target, headers, body);
    }

    RawCall target(String other) {
        return new RawCall(method, other, headers, body);
    }

    RawCall query(String parameter) {
        return target(target + (target.contains("?") ? "&" : "?") + parameter);
    }

    /** The same call with the header, which replaces another of that name; an empty value removes it. */
    RawCall header(String name, String value) {
        var changed = new LinkedHashMap<>(headers);
        changed.put(name, value);
        return new RawCall(method, target, changed, body);
    }

    RawCall without(String name) {
        var changed = new LinkedHashMap<>(headers);
        changed.remove(name);
        return new RawCall(method, target, changed, body);
    }

    RawCall body(byte[] other) {
        return new RawCall(method, target, headers, other);
    }

    RawCall body(String other) {
        return body(other.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends it on a connection of its own, with HTTP/1.0, whose answers are not chunked. */
    Answer send(URI service) {
        try (var connection = new Socket(service.getHost(), service.getPort())) {
            connection.setSoTimeout(PATIENCE_MS);
            write(connection);
            return read(connection.getInputStream());
        } catch (IOException e) {
            throw new IllegalStateException(this + " got no answer", e);
        }
    }

    private void write(Socket connection) throws IOException {
        var head = new StringBuilder(method + " " + target + " HTTP/1.0\r\nHost: localhost\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        if (body.length > 0) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        var out = connection.getOutputStream();
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        try {
            out.write(body);
        } catch (IOException e) {
            // The call was refused before its end; the answer can be read.
        }
    }

    private static Answer read(InputStream in) throws IOException {
        var text = new ByteArrayOutputStream();
        var buffer = new byte[8192];
        try {
            for (int n = in.read(buffer); n >= 0 && text.size() < ENOUGH; n = in.read(buffer)) {
                text.write(buffer, 0, n);
                if (isStream(text)) {
                    break;
                }
            }
        } catch (SocketTimeoutException e) {
            throw new IOException("not to its end: " + text.toString(StandardCharsets.UTF_8), e);
        } catch (IOException e) {
            // The connection was reset after the answer.
        }
        return parse(text.toString(StandardCharsets.UTF_8));
    }

    private static boolean isStream(ByteArrayOutputStream text) {
        var head = text.toString(StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
        return head.contains("\r\n\r\n") && head.contains("content-type: text/event-stream");
    }

    private static Answer parse(String text) throws IOException {
        int end = text.indexOf("\r\n\r\n");
        if (end < 0 || !text.startsWith("HTTP/1.")) {
            throw new IOException("not an HTTP answer: " + text);
        }
        var lines = text.substring(0, end).split("\r\n");
        var headers = new LinkedHashMap<String, String>();
        for (int i = 1; i < lines.length; i++) {
            var header = lines[i].split(": ?", 2);
            headers.put(header[0].toLowerCase(Locale.ROOT), header[1]);
        }
        return new Answer(Integer.parseInt(lines[0].split(" ")[1]), headers, text.substring(end + 4));
    }

    @Override
    public String toString() {
        var shown = target.length() > 120 ? target.substring(0, 120) + "..." : target;
        return method + " " + shown + " "
                + headers.entrySet().stream()
                        .filter(header -> !header.getKey().equals("Authorization")
                                || header.getValue().length() < 40)
                        .toList();
    }
}
