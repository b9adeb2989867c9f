package io.logcast.model.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Lines of a message's body as they were sent. A line may have fields that only a later release knows; reading and rewriting
 * the event would lose them.
 */
public final class JsonLines {

    private JsonLines() {}

    /** The lines with these numbers, counted from 1, in the order of the body; each ends with a line feed. */
    public static byte[] select(byte[] body, Set<Integer> numbers) {
        var selected = new ByteArrayOutputStream(body.length + 1);
        var number = 1;
        for (int start = 0, end; start < body.length; start = end + 1) {
            end = end(body, start);
            if (numbers.contains(number++)) {
                selected.write(body, start, end - start);
                selected.write('\n');
            }
        }
        return selected.toByteArray();
    }

    /**
     * The lines with other ids. Everything else stays the same, byte for byte.
     *
     * @param body has only events
     * @param ids one for each line, in order
     */
    public static byte[] withIds(byte[] body, List<UUID> ids) {
        var renewed = new ByteArrayOutputStream(body.length + 1);
        var start = 0;
        for (var id : ids) {
            var end = end(body, start);
            writeWithId(renewed, body, start, end, id);
            renewed.write('\n');
            start = end + 1;
        }
        return renewed.toByteArray();
    }

    private static void writeWithId(ByteArrayOutputStream out, byte[] body, int start, int end, UUID id) {
        var begin = start + Utf8.markLength(body, start, end - start);
        try (var parser = Json.parser(body, begin, end - begin)) {
            toIdOf(parser);
            var idStart = begin + (int) parser.currentTokenLocation().getByteOffset();
            // The parser reads a text to its end only when asked for it.
            parser.getText();
            var idEnd = begin + (int) parser.currentLocation().getByteOffset();
            out.write(body, begin, idStart - begin);
            out.writeBytes(('"' + id.toString() + '"').getBytes(StandardCharsets.US_ASCII));
            out.write(body, idEnd, end - idEnd);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void toIdOf(JsonParser parser) throws IOException {
        parser.nextToken();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var field = Field.named(parser.currentName());
            parser.nextToken();
            if (field == Field.ID) {
                return;
            }
            parser.skipChildren();
        }
        throw new IllegalArgumentException("a line without an id is not an event");
    }

    /** The index after the last byte of the line that begins there. */
    static int end(byte[] body, int start) {
        var end = start;
        while (end < body.length && body[end] != '\n') {
            end++;
        }
        return end;
    }
}
