package io.logcast.producer.splunk;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.logcast.model.event.InvalidLogEventException;
import io.logcast.model.wire.Json;
import io.logcast.producer.requests.RefusedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The body of a request to {@code /ack}: {@code {"acks":[1,2]}}. */
final class AckRequest {

    private static final String ACKS = "acks";
    /** Senders ask for a few. */
    private static final int MAX_IDS = 1000;

    private AckRequest() {}

    /**
     * Its ids, in their order.
     *
     * @throws RefusedException 400 if it is not such a body, 413 if it has too many ids
     */
    static List<Long> ids(byte[] body) {
        try {
            return Json.object(body, 0, body.length, AckRequest::read);
        } catch (InvalidLogEventException e) {
            throw new RefusedException(RefusedException.BAD_REQUEST, e.field() + ": " + e.reason(), e);
        }
    }

    private static List<Long> read(JsonParser parser) throws IOException {
        var ids = new ArrayList<Long>();
        var isComplete = false;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var isAcks = parser.currentName().equals(ACKS);
            parser.nextToken();
            if (isAcks) {
                readIds(parser, ids);
                isComplete = true;
            } else {
                parser.skipChildren();
            }
        }
        if (!isComplete) {
            throw new InvalidLogEventException(ACKS, "is required");
        }
        return ids;
    }

    private static void readIds(JsonParser parser, List<Long> ids) throws IOException {
        var isList = parser.currentToken() == JsonToken.START_ARRAY;
        while (isList && parser.nextToken() == JsonToken.VALUE_NUMBER_INT) {
            if (ids.size() == MAX_IDS) {
                throw new RefusedException(
                        RefusedException.TOO_LARGE, ACKS + ": must have at most " + MAX_IDS + " numbers");
            }
            ids.add(parser.getLongValue());
        }
        if (parser.currentToken() != JsonToken.END_ARRAY) {
            throw new InvalidLogEventException(ACKS, "must be a list of the numbers that were returned as ackId");
        }
    }
}
