package io.logcast.producer.elasticsearch;

import io.logcast.model.event.InvalidLogEventException;
import io.logcast.model.event.LogEvent;
import io.logcast.model.fields.Envelope;
import io.logcast.model.fields.LenientReader;
import io.logcast.model.wire.Fallbacks;
import io.logcast.model.wire.Ids;
import io.logcast.model.wire.LogEventReader.Defaults;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One item of a bulk request.
 *
 * @param index null if neither the item nor the request names one
 * @param id as it came; null if the item has none
 * @param body the array that contains the document
 */
record BulkItem(
        Action action, @Nullable String index, @Nullable String id, byte[] body, int offset, int length) {

    private static final String NAMES = "logcast:elasticsearch:";
    /** The end of the names of daily indexes. */
    private static final Pattern DATE = Pattern.compile("[-._]\\d{4}[-.]?\\d{2}([-.]?\\d{2})?$");

    /** What to do with a document. */
    enum Action {
        CREATE,
        INDEX,
        UPDATE,
        DELETE;

        static @Nullable Action of(String name) {
            return switch (name) {
                case "create" -> CREATE;
                case "index" -> INDEX;
                case "update" -> UPDATE;
                case "delete" -> DELETE;
                default -> null;
            };
        }

        boolean hasDocument() {
            return this != DELETE;
        }

        private boolean isOfEvents() {
            return this == CREATE || this == INDEX;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Reads the event when asked; fails with {@link InvalidLogEventException} if the item cannot become one. */
    Supplier<LogEvent> reading(Fallbacks ofRequest, Function<Fallbacks, Defaults> defaults) {
        return () -> event(ofRequest, defaults);
    }

    private LogEvent event(Fallbacks ofRequest, Function<Fallbacks, Defaults> defaults) {
        if (!action.isOfEvents()) {
            throw new InvalidLogEventException(action.toString(), "log events never change; use create or index");
        }
        var attributes = new LinkedHashMap<String, @Nullable Object>();
        if (index != null) {
            attributes.put("_index", index);
        }
        var uuid = id == null ? null : uuid(id);
        if (uuid != null && !uuid.toString().equals(id)) {
            attributes.put("_id", id);
        }
        return LenientReader.read(
                body,
                offset,
                length,
                defaults.apply(fallbacks(ofRequest)),
                new Envelope(uuid, null, Map.of(), attributes));
    }

    /** The index without its date is a better source than the host. */
    private Fallbacks fallbacks(Fallbacks ofRequest) {
        if (index == null || ofRequest.source() != null) {
            return ofRequest;
        }
        var source = DATE.matcher(index).replaceFirst("");
        return LogEvent.isNamable(source)
                ? new Fallbacks(LogEvent.sourceOf(source), ofRequest.severity(), ofRequest.attributes())
                : ofRequest;
    }

    private UUID uuid(String text) {
        try {
            return Ids.parse(text);
        } catch (IllegalArgumentException e) {
            var of = index == null ? "" : index;
            // The length says where the index ends, so two different pairs never have the same name.
            return Ids.named(NAMES + of.length() + ":" + of + ":" + text);
        }
    }
}
