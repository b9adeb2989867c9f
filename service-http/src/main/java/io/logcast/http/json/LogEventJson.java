package io.logcast.http.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.logcast.model.event.LogEvent;
import io.logcast.model.wire.LogEventWriter;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;
import java.io.IOException;

/** Writes log events over HTTP in the same JSON as on the wire. */
@Singleton
final class LogEventJson implements ObjectMapperCustomizer {

    @Override
    public void customize(ObjectMapper mapper) {
        mapper.registerModule(new SimpleModule("log-event").addSerializer(LogEvent.class, new Serializer()));
    }

    private static final class Serializer extends JsonSerializer<LogEvent> {
        @Override
        public void serialize(LogEvent event, JsonGenerator generator, SerializerProvider serializers)
                throws IOException {
            LogEventWriter.write(generator, event);
        }
    }
}
