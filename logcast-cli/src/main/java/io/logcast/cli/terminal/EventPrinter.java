package io.logcast.cli.terminal;

import com.fasterxml.jackson.databind.JsonNode;

/** Prints log events: one line for each, or their JSON. */
public final class EventPrinter {

    private static final String RESET = "\u001b[0m";
    private static final String DIM = "\u001b[2m";
    private static final int SEVERITY_WIDTH = 5;

    private final Terminal terminal;
    private final boolean json;
    private final boolean colours;

    EventPrinter(Terminal terminal, boolean json, boolean colours) {
        this.terminal = terminal;
        this.json = json;
        this.colours = colours;
    }

    /** Prints one without flushing. */
    public void print(JsonNode event) {
        terminal.out().print(json ? SafeText.line(event.toString()) : line(event));
        terminal.out().print('\n');
    }

    private String line(JsonNode event) {
        var severity = text(event, "severity");
        var line = new StringBuilder()
                .append(dim(text(event, event.has("timestamp") ? "timestamp" : "observed_timestamp")))
                .append(' ')
                .append(coloured(severity))
                .append(" ".repeat(Math.max(0, SEVERITY_WIDTH - severity.length())))
                .append(' ')
                .append(dim(text(event, "source")))
                .append(' ')
                .append(SafeText.lines(event.path("message").asText()));
        var attributes = event.path("attributes");
        if (!attributes.isEmpty()) {
            line.append(' ').append(dim(SafeText.line(attributes.toString())));
        }
        return line.toString();
    }

    private static String text(JsonNode event, String field) {
        return SafeText.line(event.path(field).asText());
    }

    private String coloured(String severity) {
        return switch (severity.replaceAll("[0-9]", "")) {
            case "WARN" -> in("\u001b[33m", severity);
            case "ERROR" -> in("\u001b[31m", severity);
            case "FATAL" -> in("\u001b[1;31m", severity);
            case "INFO" -> in("\u001b[32m", severity);
            default -> dim(severity);
        };
    }

    private String dim(String text) {
        return in(DIM, text);
    }

    private String in(String colour, String text) {
        return colours ? colour + text + RESET : text;
    }
}
