package io.logcast.cli.read;

import io.logcast.cli.connection.Answer;
import io.logcast.cli.connection.Api;
import io.logcast.cli.connection.ConnectionOptions;
import io.logcast.cli.connection.Json;
import io.logcast.cli.connection.Service;
import io.logcast.cli.connection.Waiting;
import io.logcast.cli.terminal.CliException;
import io.logcast.cli.terminal.EventPrinter;
import io.logcast.cli.terminal.ExitCode;
import io.logcast.cli.terminal.OutputOptions;
import io.logcast.cli.terminal.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code logcast tail}. */
@Command(
        name = "tail",
        mixinStandardHelpOptions = true,
        description = "Follow events as they arrive. After a lost connection it resumes after the last event.")
public final class TailCommand implements Callable<Integer> {

    /** The service sends a comment every 15 s. */
    private static final Duration SILENCE = Duration.ofSeconds(60);

    private static final int REMEMBERED = 10_000;
    private static final int MAX_PROBLEM = 64 * 1024;
    private static final String GAP = "events may be missing here";
    private static final int OK = 200;
    private static final String EVENTS = "text/event-stream";

    private final Terminal terminal;

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private final FilterOptions filter = new FilterOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Option(names = "--after", paramLabel = "ID", description = "Begin with the events archived after this one.")
    private @Nullable String last;

    @Option(
            names = {"-n", "--count"},
            paramLabel = "N",
            description = "End after this many events.")
    private long count = Long.MAX_VALUE;

    /** Around a reconnect, events may come twice. */
    private final Set<String> seen = Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    });

    public TailCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (count < 1) {
            throw CliException.usage("--count must be at least 1");
        }
        var consumer = connection.connect(terminal, Service.CONSUMER);
        var printer = output.events(terminal);
        var waiting = Waiting.forever(terminal);
        // Without an event, there is nothing to resume after.
        var wasOpen = false;
        while (count > 0) {
            try (var stream = open(consumer)) {
                if (wasOpen && last == null) {
                    terminal.note(GAP);
                }
                wasOpen = true;
                waiting.over();
                follow(new EventStream(stream), printer);
                if (count > 0) {
                    waiting.after(consumer + " has ended the stream", Duration.ZERO);
                }
            } catch (Away e) {
                waiting.after(consumer + " " + e.answer.problem(), e.answer.retryAfter());
            } catch (IOException e) {
                waiting.after(consumer + ": " + e.getMessage(), Duration.ZERO);
            }
        }
        return ExitCode.OK;
    }

    /** The service answers that it cannot stream now. */
    private static final class Away extends IOException {

        private static final long serialVersionUID = 1L;

        private final transient Answer answer;

        Away(Answer answer) {
            super(answer.problem());
            this.answer = answer;
        }
    }

    private InputStream open(Api consumer) throws IOException {
        var path = filter.query("/api/v1/logs/stream").toString();
        var headers = last == null ? Map.of("Accept", EVENTS) : Map.of("Accept", EVENTS, "Last-Event-ID", last);
        var response = consumer.open(path, headers, SILENCE);
        if (response.statusCode() == OK) {
            return eventsOf(response, consumer);
        }
        try (var body = response.body()) {
            var answer = Answer.of(response, body.readNBytes(MAX_PROBLEM));
            if (answer.isTemporary()) {
                throw new Away(answer);
            }
            answer.orThrow(consumer);
        }
        throw new IOException("answered " + response.statusCode());
    }

    private static InputStream eventsOf(HttpResponse<InputStream> response, Api consumer) throws IOException {
        var type = response.headers().firstValue("Content-Type").orElse(EVENTS);
        if (!type.startsWith(EVENTS)) {
            response.body().close();
            throw new CliException(ExitCode.REFUSED, consumer + " is not a Logcast service: it answered " + type);
        }
        return response.body();
    }

    private void follow(EventStream stream, EventPrinter printer) throws IOException {
        for (var event = stream.next(); event != null; event = stream.next()) {
            if (event.name() != null) {
                tell(event.name(), event.data());
                continue;
            }
            var id = event.id();
            if (id == null || seen.add(id)) {
                printer.print(Json.MAPPER.readTree(event.data()));
                terminal.flush();
                count--;
            }
            last = id == null ? last : id;
            if (count <= 0) {
                return;
            }
        }
    }

    private void tell(String name, String data) {
        switch (name) {
            case "gap" -> terminal.note(GAP);
            case "dropped" -> terminal.note("too slow; events were dropped: " + data);
            default -> {
                // The notices of a stream without problems.
            }
        }
    }
}
