package io.logcast.cli.terminal;

import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;

/** How results are printed. */
public final class OutputOptions {

    /** When to use colours. */
    enum Colour {
        AUTO(Ansi.AUTO),
        ALWAYS(Ansi.ON),
        NEVER(Ansi.OFF);

        private final Ansi ansi;

        Colour(Ansi ansi) {
            this.ansi = ansi;
        }
    }

    @Option(names = "--json", description = "Print JSON, one object a line.")
    private boolean json;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            description = "auto, always or never; auto: on a terminal, unless NO_COLOR is set. Default: auto.")
    private Colour colour = Colour.AUTO;

    public boolean json() {
        return json;
    }

    /** A printer of events with these options. */
    public EventPrinter events(Terminal terminal) {
        return new EventPrinter(terminal, json, colour.ansi.enabled());
    }
}
