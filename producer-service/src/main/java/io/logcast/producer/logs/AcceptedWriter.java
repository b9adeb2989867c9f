package io.logcast.producer.logs;

import io.logcast.producer.logs.LogResource.Accepted;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

/** Writes the most frequent answer without Jackson, which took a tenth of a single event's CPU time. */
@Provider
@Produces(MediaType.APPLICATION_JSON)
final class AcceptedWriter implements ServerMessageBodyWriter<Accepted> {

    @Override
    public boolean isWriteable(
            Class<?> type, Type genericType, ResteasyReactiveResourceInfo target, MediaType mediaType) {
        return type == Accepted.class;
    }

    @Override
    public boolean isWriteable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return type == Accepted.class;
    }

    @Override
    public void writeResponse(Accepted accepted, Type genericType, ServerRequestContext context) {
        context.serverResponse().end(json(accepted));
    }

    @Override
    public void writeTo(
            Accepted accepted,
            Class<?> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, Object> headers,
            OutputStream to)
            throws IOException {
        to.write(json(accepted));
    }

    private static byte[] json(Accepted accepted) {
        return ("{\"id\":\"" + accepted.id() + "\"}").getBytes(StandardCharsets.ISO_8859_1);
    }
}
