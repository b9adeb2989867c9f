package io.logcast.producer.elasticsearch;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.logcast.model.event.InvalidLogEventException;
import io.logcast.model.wire.Json;
import io.logcast.model.wire.MalformedJsonException;
import io.logcast.model.wire.Utf8;
import io.logcast.producer.elasticsearch.BulkItem.Action;
import io.logcast.producer.requests.Line;
import io.logcast.producer.requests.RefusedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the body of a bulk request into its items: a line that names the action and, except for {@code delete}, one with the
 * document.
 */
final class BulkBody {

    private static final byte[] NO_BYTES = {};

    private final byte[] body;
    private final @Nullable String index;
    private int position;
    private int number;

    private BulkBody(byte[] body, @Nullable String index) {
        this.body = body;
        this.index = index;
        this.position = Utf8.markLength(body, 0, body.length);
    }

    /** An upper bound on the number of its items. */
    static int maxItems(byte[] body) {
        var lines = 1;
        for (var b : body) {
            if (b == '\n') {
                lines++;
            }
        }
        return lines;
    }

    /**
     * The items in their order; their documents are not read.
     *
     * @param index the index of items that name none; null if the request names none either
     * @throws RefusedException 400 naming the line that has no action, or lacks its document
     */
    static List<BulkItem> items(byte[] body, @Nullable String index) {
        return new BulkBody(body, index).items();
    }

    private List<BulkItem> items() {
        var items = new ArrayList<BulkItem>();
        for (var found = next(); found != null; found = next()) {
            if (!found.isBlank()) {
                items.add(item(found));
            }
        }
        if (items.isEmpty()) {
            throw new RefusedException(RefusedException.BAD_REQUEST, "request body is required");
        }
        return items;
    }

    private @Nullable Line next() {
        if (position >= body.length) {
            return null;
        }
        var start = position;
        while (position < body.length && body[position] != '\n') {
            position++;
        }
        return new Line(++number, body, start, position++ - start, false);
    }

    private BulkItem item(Line found) {
        try {
            return Json.object(found.bytes(), found.offset(), found.length(), this::item);
        } catch (MalformedJsonException | InvalidLogEventException e) {
            throw malformed("not a JSON object");
        }
    }

    private BulkItem item(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.FIELD_NAME) {
            throw malformed("nothing in it");
        }
        var name = parser.currentName();
        var action = Action.of(name);
        if (action == null) {
            throw malformed("[" + Json.shown(name) + "]");
        }
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw malformed("no object after [" + name + "]");
        }
        String ofItem = index;
        String id = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var field = parser.currentName();
            var value = parser.nextToken();
            if (value.isScalarValue() && value != JsonToken.VALUE_NULL && parser.getTextLength() > 0) {
                ofItem = field.equals("_index") ? parser.getText() : ofItem;
                id = field.equals("_id") ? parser.getText() : id;
            }
            parser.skipChildren();
        }
        if (parser.nextToken() != JsonToken.END_OBJECT) {
            throw malformed("more than one action");
        }
        return withDocument(action, ofItem, id);
    }

    private BulkItem withDocument(Action action, @Nullable String ofItem, @Nullable String id) {
        var document = action.hasDocument() ? next() : new Line(number, NO_BYTES, 0, 0, false);
        if (document == null) {
            throw malformed("no document on the line after it");
        }
        return new BulkItem(action, ofItem, id, document.bytes(), document.offset(), document.length());
    }

    private RefusedException malformed(String found) {
        return new RefusedException(
                RefusedException.BAD_REQUEST,
                "Malformed action/metadata line [%d], expected field [create], [delete], [index] or [update] but found %s"
                        .formatted(number, found));
    }
}
