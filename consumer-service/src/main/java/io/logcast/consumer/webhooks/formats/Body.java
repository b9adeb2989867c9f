package io.logcast.consumer.webhooks.formats;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.logcast.model.event.LogEvent;
import io.logcast.model.wire.LogEventWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request.
 *
 * @param encoding the {@code Content-Encoding}; null for none
 */
public record Body(String contentType, @Nullable String encoding, byte[] bytes) {

    private static final String CLOUD_EVENT_TYPE = "io.logcast.log";

    /** A JSON array of the events, each as a search returns it. */
    public static Body json(List<LogEvent> events) {
        return new Body(
                "application/json", null, array(events, (out, event) -> out.writeBytes(LogEventWriter.json(event))));
    }

    /** A batch of <a href="https://github.com/cloudevents/spec">CloudEvents 1.0</a>, whose data are the events. */
    public static Body cloudEvents(List<LogEvent> events) {
        return new Body("application/cloudevents-batch+json", null, array(events, Body::writeCloudEvent));
    }

    private static byte[] array(List<LogEvent> events, BiConsumer<ByteArrayOutputStream, LogEvent> writer) {
        var out = new ByteArrayOutputStream();
        var separator = '[';
        for (var event : events) {
            out.write(separator);
            writer.accept(out, event);
            separator = ',';
        }
        out.write(']');
        return out.toByteArray();
    }

    /** No value in its envelope has a character that JSON would escape. */
    private static void writeCloudEvent(ByteArrayOutputStream out, LogEvent event) {
        var time = Objects.requireNonNullElse(event.timestamp(), event.observedTimestamp());
        var envelope = """
                {"specversion":"1.0","id":"%s","source":"%s","type":"%s","time":"%s","severitytext":"%s","severitynumber":%d,\
                "datacontenttype":"application/json","data":""".formatted(
                        event.id(),
                        event.source(),
                        CLOUD_EVENT_TYPE,
                        time,
                        event.severity(),
                        event.severity().number());
        out.writeBytes(envelope.getBytes(UTF_8));
        out.writeBytes(LogEventWriter.json(event));
        out.write('}');
    }

    /** An export of <a href="https://opentelemetry.io/docs/specs/otlp/#otlphttp">OTLP/HTTP</a>: protobuf, with gzip. */
    public static Body otlp(List<LogEvent> events) {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            OtlpLogs.request(events).writeTo(gzip);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Body("application/x-protobuf", "gzip", out.toByteArray());
    }
}
