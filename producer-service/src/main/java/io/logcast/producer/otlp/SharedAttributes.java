package io.logcast.producer.otlp;

import io.logcast.model.event.InvalidLogEventException;
import io.logcast.model.event.LogEvent;
import io.logcast.model.fields.FittingAttributes;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of a resource or a scope, which many records share. They are converted and checked once, when the first record
 * needs them. For one thread.
 */
final class SharedAttributes {

    private final List<KeyValue> attributes;
    private final AnyValues values;
    private @Nullable Map<String, @Nullable Object> converted;
    private @Nullable InvalidLogEventException refusal;

    SharedAttributes(List<KeyValue> attributes, AnyValues values) {
        this.attributes = attributes;
        this.values = values;
    }

    /** @throws InvalidLogEventException if no event can have them */
    Map<String, @Nullable Object> map() {
        var known = converted;
        if (known != null) {
            return known;
        }
        if (refusal != null) {
            throw refusal;
        }
        try {
            var all = values.attributes(attributes);
            var checked = LogEvent.checkedAttributes(FittingAttributes.of(all));
            // If there are too many, all are kept, since it depends on the record how many of them fit.
            known = all.size() <= LogEvent.MAX_ATTRIBUTES ? checked : all;
            converted = known;
            return known;
        } catch (InvalidLogEventException e) {
            refusal = e;
            throw e;
        }
    }
}
