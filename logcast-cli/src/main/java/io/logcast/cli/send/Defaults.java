package io.logcast.cli.send;

import io.logcast.cli.connection.Query;
import io.logcast.cli.terminal.CliException;
import io.logcast.model.event.InvalidLogEventException;
import io.logcast.model.event.LogEvent;
import io.logcast.model.fields.SeverityNames;
import io.logcast.model.wire.Fallbacks;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for fields that events lack. Checked first, since the producer refuses every line if one is wrong. */
final class Defaults {

    @Option(
            names = "--source",
            description = "Source of events without one. Default: the file's name without its ending.")
    private @Nullable String source;

    @Option(names = "--severity", description = "Severity of events without one. Default: INFO.")
    private @Nullable String severity;

    @Option(
            names = "--attr",
            paramLabel = "NAME=VALUE",
            description = "Attribute of events without it. May be given several times.")
    private Map<String, String> attributes = new LinkedHashMap<>();

    /** @throws CliException naming the option that is wrong */
    void check() {
        if (source != null && !LogEvent.isNamable(source)) {
            throw CliException.usage("--source: must contain at least one of A-Z a-z 0-9 _ -");
        }
        if (severity != null && SeverityNames.of(severity) == null) {
            throw CliException.usage("--severity: must be the name of a severity, such as WARN, or 1 to 24");
        }
        attributes.forEach((name, value) -> {
            if (name.isEmpty() || value.isBlank()) {
                throw CliException.usage("--attr: must be NAME=VALUE");
            }
        });
        try {
            new Fallbacks(source, null, new LinkedHashMap<String, @Nullable Object>(attributes));
        } catch (InvalidLogEventException e) {
            throw CliException.usage("--attr: " + e.field() + ": " + e.reason());
        }
    }

    /**
     * The path that events are sent to, with these defaults as its query.
     *
     * @param sourceOfFile the source if the user names none; null for none
     */
    String path(@Nullable String sourceOfFile) {
        var query = new Query("/api/v1/logs")
                .with("source", source == null ? sourceOfFile : source)
                .with("severity", severity);
        attributes.forEach((name, value) -> query.with("attr." + name, value));
        return query.toString();
    }
}
