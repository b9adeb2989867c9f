package io.logcast.consumer.search;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.logcast.model.event.LogEvent;
import io.logcast.model.wire.AttributesJson;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes events as CSV (RFC 4180): a header row, then a row for each event. */
final class CsvWriter implements ExportFormat.Writer {

    private static final List<String> NAMES = List.of(
            "id",
            "observed_timestamp",
            "timestamp",
            "severity",
            "source",
            "message",
            "trace_id",
            "span_id",
            "attributes");

    private final JsonGenerator rows;

    CsvWriter(OutputStream out) throws IOException {
        this.rows = new CsvFactory().createGenerator(out, JsonEncoding.UTF8);
        rows.setSchema(CsvSchema.emptySchema().withLineSeparator("\r\n"));
        row(NAMES);
    }

    @Override
    public void write(LogEvent event) throws IOException {
        row(List.of(
                event.id().toString(),
                event.observedTimestamp().toString(),
                orEmpty(event.timestamp()),
                event.severity().name(),
                event.source(),
                event.message(),
                orEmpty(event.traceId()),
                orEmpty(event.spanId()),
                AttributesJson.write(event.attributes())));
    }

    /** Empty instead of null: the generator would omit a null together with its column. */
    private static String orEmpty(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    private void row(List<String> values) throws IOException {
        rows.writeStartArray();
        for (var value : values) {
            rows.writeString(value);
        }
        rows.writeEndArray();
    }

    @Override
    public void flush() throws IOException {
        rows.flush();
    }
}
