package io.logcast.consumer.search;

import io.logcast.consumer.archive.table.Position;
import io.logcast.consumer.filters.LogFilter;
import io.logcast.consumer.search.LogSearch.Found;
import io.logcast.consumer.search.PageMemory.Share;
import io.logcast.http.ProblemException;
import io.vertx.core.http.HttpConnection;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;
import org.jboss.logging.Logger;

/**
 * Exports all events that match a filter. It reads a page at a time, so it never holds more than one page in memory,
 * and holds no database connection while the client reads.
 *
 * @param first the page that was read before the response started
 */
record Export(LogSearch search, LogFilter filter, Found first, Share share, ExportFormat format, HttpConnection client)
        implements StreamingOutput {

    static final int EVENTS_AT_A_TIME = 250;

    private static final Logger LOG = Logger.getLogger(Export.class);

    @Override
    public void write(OutputStream out) throws IOException {
        var writer = format.writer(out);
        var found = first;
        write(found, writer);
        for (var from = found.next(); from != null; from = found.next()) {
            found = next(from);
            write(found, writer);
        }
    }

    private Found next(Position from) throws IOException {
        try {
            share.growToAPage();
            var found = search.find(filter, from, EVENTS_AT_A_TIME);
            share.shrinkTo(found.bytes());
            return found;
        } catch (SQLException | ProblemException e) {
            LOG.warnf("An export was cut off: %s", e.getMessage());
            // Closes the connection, since a response that ends normally would look complete.
            client.close();
            throw new IOException("The archive cannot be read", e);
        }
    }

    private static void write(Found found, ExportFormat.Writer writer) throws IOException {
        for (var event : found.events()) {
            writer.write(event);
        }
        writer.flush();
    }
}
