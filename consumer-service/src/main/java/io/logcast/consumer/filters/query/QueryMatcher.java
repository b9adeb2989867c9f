package io.logcast.consumer.filters.query;

import io.logcast.model.event.LogEvent;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether an event matches a query.
 *
 * @param words supplies the words of the event's message; called only if needed
 */
public record QueryMatcher(LogEvent event, Supplier<Set<String>> words) implements Query.Cases<Boolean> {

    @Override
    public Boolean and(Query.And and) {
        return and.parts().stream().allMatch(part -> part.as(this));
    }

    @Override
    public Boolean or(Query.Or or) {
        return or.parts().stream().anyMatch(part -> part.as(this));
    }

    @Override
    public Boolean not(Query.Not not) {
        return !not.part().as(this);
    }

    @Override
    public Boolean word(Query.Word word) {
        return words.get().contains(word.text());
    }

    @Override
    public Boolean prefix(Query.Prefix prefix) {
        return words.get().stream().anyMatch(word -> word.startsWith(prefix.text()));
    }

    @Override
    public Boolean phrase(Query.Phrase phrase) {
        return phrase.words().as(this)
                && phrase.pattern().matcher(event.message()).find();
    }

    @Override
    public Boolean severity(Query.SeverityComparison severity) {
        var number = event.severity().number();
        return number >= severity.least() && number <= severity.most();
    }

    @Override
    public Boolean column(Query.ColumnComparison column) {
        var value = value(column.column());
        return value != null && (column.isPrefix() ? value.startsWith(column.value()) : value.equals(column.value()));
    }

    private @Nullable String value(Query.Column column) {
        return switch (column) {
            case SOURCE -> event.source();
            case TRACE_ID -> event.traceId();
            case SPAN_ID -> event.spanId();
        };
    }

    @Override
    public Boolean attribute(Query.AttributeValue attribute) {
        return attribute.name().valuesIn(event.attributes()).anyMatch(attribute.filter()::isOf);
    }

    @Override
    public Boolean attributePrefix(Query.AttributePrefix attribute) {
        return attribute
                .name()
                .valuesIn(event.attributes())
                .anyMatch(value -> value instanceof String text && text.startsWith(attribute.beginning()));
    }

    @Override
    public Boolean attributeNumber(Query.AttributeNumber attribute) {
        return attribute
                .name()
                .valuesIn(event.attributes())
                .anyMatch(value -> AttributeFilter.isNumber(value, attribute.operator(), attribute.number()));
    }
}
