package io.logcast.consumer.search;

import io.logcast.model.event.LogEvent;
import io.logcast.model.wire.LogEventWriter;
import io.logcast.model.wire.LogMessage;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The format of exported events. */
enum ExportFormat {
    JSON_LINES(LogMessage.CONTENT_TYPE) {
        @Override
        Writer writer(OutputStream out) {
            return event -> {
                out.write(LogEventWriter.json(event));
                out.write('\n');
            };
        }
    },
    CSV(ExportFormat.CSV_TYPE) {
        @Override
        Writer writer(OutputStream out) throws IOException {
            return new CsvWriter(out);
        }
    };

    static final String CSV_TYPE = "text/csv";

    private final MediaType type;

    ExportFormat(String type) {
        this.type = MediaType.valueOf(type);
    }

    /** Writes events one by one, so that a page is never in memory a second time as text. */
    interface Writer {

        void write(LogEvent event) throws IOException;

        /** Writes out anything that is still buffered. */
        default void flush() throws IOException {}
    }

    /** The first format that the Accept header names; empty if it names none, as with a wildcard. */
    static Optional<ExportFormat> of(List<MediaType> accepted) {
        return accepted.stream()
                .flatMap(wanted -> Arrays.stream(values()).filter(format -> format.isNamed(wanted)))
                .findFirst();
    }

    private boolean isNamed(MediaType wanted) {
        return type.getType().equalsIgnoreCase(wanted.getType())
                && type.getSubtype().equalsIgnoreCase(wanted.getSubtype());
    }

    String contentType() {
        return this == CSV ? type + ";charset=UTF-8;header=present" : type.toString();
    }

    abstract Writer writer(OutputStream out) throws IOException;
}
