package io.logcast.rabbitmq.incoming;

import io.logcast.rabbitmq.ReceivedMetadata;
import io.smallrye.reactive.messaging.MessageConverter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Converts the bytes of received messages for methods that ask for text or JSON instead. */
@ApplicationScoped
public class PayloadConverter implements MessageConverter {

    private static final Map<Type, Function<byte[], Object>> CONVERSIONS = Map.of(
            String.class, bytes -> new String(bytes, StandardCharsets.UTF_8),
            Buffer.class, Buffer::buffer,
            JsonObject.class, bytes -> new JsonObject(Buffer.buffer(bytes)),
            JsonArray.class, bytes -> new JsonArray(Buffer.buffer(bytes)));

    @Override
    public boolean canConvert(Message<?> in, Type target) {
        return CONVERSIONS.containsKey(target)
                && in.getPayload() instanceof byte[]
                && in.getMetadata(ReceivedMetadata.class).isPresent();
    }

    @Override
    public Message<?> convert(Message<?> in, Type target) {
        var conversion = CONVERSIONS.get(target);
        if (conversion == null || !(in.getPayload() instanceof byte[] bytes)) {
            throw new IllegalArgumentException("No conversion to " + target);
        }
        return in.withPayload(conversion.apply(bytes));
    }
}
