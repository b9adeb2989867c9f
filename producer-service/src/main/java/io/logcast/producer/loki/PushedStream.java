package io.logcast.producer.loki;

import io.logcast.model.event.InvalidLogEventException;
import io.logcast.model.event.LogEvent;
import io.logcast.model.event.Severity;
import io.logcast.model.fields.FieldNames;
import io.logcast.model.fields.SeverityNames;
import io.logcast.model.wire.Fallbacks;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The labels that many entries share. For one thread. */
final class PushedStream {

    static final String DETECTED_LEVEL = "detected_level";

    /** The label in which Loki stores a service's name, then the labels in which Loki itself looks for it. */
    private static final List<String> SOURCES = List.of(
            "service_name",
            "service.name",
            "service",
            "app",
            "application",
            "app_name",
            "name",
            "app_kubernetes_io_name",
            "container",
            "container_name",
            "k8s_container_name",
            "component",
            "workload",
            "job",
            "k8s_job_name");

    /** Each entry has all labels, so many large labels would take far more memory than the body. */
    private static final int MAX_LABELS = 1024;
    /** More than an event's attributes may have. */
    private static final int MAX_CHARACTERS = 64 * 1024;

    private final Map<String, @Nullable Object> labels = new LinkedHashMap<>();
    private int characters;
    private @Nullable Fallbacks known;

    /** Adds a label while the stream is read, before {@link #fallbacks} is called. */
    void add(String name, String value) {
        characters += name.length() + value.length();
        labels.put(name, value);
    }

    Map<String, @Nullable Object> labels() {
        return labels;
    }

    /**
     * The defaults for entries that lack a field.
     *
     * @param ofRequest the defaults if the labels lack it too; the same for each call
     * @param ofEntry a severity that wins over that of the labels
     * @throws InvalidLogEventException if the labels are too many or too large
     */
    Fallbacks fallbacks(Fallbacks ofRequest, @Nullable Severity ofEntry) {
        if (labels.size() > MAX_LABELS || characters > MAX_CHARACTERS) {
            throw new InvalidLogEventException(
                    "stream",
                    "must have at most %d labels, of %d characters together".formatted(MAX_LABELS, MAX_CHARACTERS));
        }
        var all = known;
        if (all == null) {
            all = fallbacks(ofRequest);
            known = all;
        }
        return ofEntry == null ? all : new Fallbacks(all.source(), ofEntry, all.attributes());
    }

    private Fallbacks fallbacks(Fallbacks ofRequest) {
        // The labels become attributes anyway, so defaults of the same names must not be added.
        var attributes = new LinkedHashMap<>(ofRequest.attributes());
        attributes.keySet().removeAll(labels.keySet());
        return new Fallbacks(source(ofRequest), severity(ofRequest), attributes);
    }

    private @Nullable String source(Fallbacks ofRequest) {
        var asked = ofRequest.originalSource() == null ? ofRequest.source() : ofRequest.originalSource();
        return Stream.of(namable(SOURCES), Stream.ofNullable(asked), namable(FieldNames.SOURCE_HOST.names()))
                .flatMap(names -> names)
                .findFirst()
                .orElse(null);
    }

    private Stream<String> namable(List<String> names) {
        return names.stream()
                .map(labels::get)
                .filter(Objects::nonNull)
                .map(Object::toString)
                .filter(LogEvent::isNamable)
                .map(LogEvent::sourceOf);
    }

    private Severity severity(Fallbacks ofRequest) {
        return Stream.concat(FieldNames.SEVERITY.names().stream(), Stream.of(DETECTED_LEVEL))
                .map(name -> SeverityNames.of(name, labels.get(name), false))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(ofRequest.severity());
    }
}
