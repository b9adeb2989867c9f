package io.logcast.rabbitmq.outgoing;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Encodes payloads, and finds their content types, as {@code smallrye-rabbitmq} does. */
final class PayloadEncoder {

    private static final byte[] NOTHING = new byte[0];

    private PayloadEncoder() {}

    static byte[] bytes(@Nullable Object payload) {
        if (payload == null) {
            return NOTHING;
        } else if (payload instanceof byte[] bytes) {
            return bytes;
        } else if (isText(payload)) {
            return payload.toString().getBytes(StandardCharsets.UTF_8);
        } else if (payload instanceof Buffer buffer) {
            return buffer.getBytes();
        } else if (payload instanceof io.vertx.mutiny.core.buffer.Buffer buffer) {
            return buffer.getBytes();
        } else if (payload instanceof JsonObject json) {
            return json.toBuffer().getBytes();
        } else if (payload instanceof JsonArray json) {
            return json.toBuffer().getBytes();
        }
        return Json.encodeToBuffer(payload).getBytes();
    }

    static String contentType(@Nullable Object payload) {
        if (payload == null
                || payload instanceof byte[]
                || payload instanceof Buffer
                || payload instanceof io.vertx.mutiny.core.buffer.Buffer) {
            return "application/octet-stream";
        }
        return isText(payload) ? "text/plain" : "application/json";
    }

    private static boolean isText(Object payload) {
        return payload instanceof String
                || payload instanceof Number
                || payload instanceof Boolean
                || payload instanceof Character
                || payload instanceof UUID;
    }
}
