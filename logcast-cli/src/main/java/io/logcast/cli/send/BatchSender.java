package io.logcast.cli.send;

import com.fasterxml.jackson.databind.JsonNode;
import io.logcast.cli.connection.Answer;
import io.logcast.cli.connection.Api;
import io.logcast.cli.connection.Waiting;
import io.logcast.cli.terminal.CliException;
import io.logcast.cli.terminal.ExitCode;
import io.logcast.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Sends events, one request at a time, and repeats until each is stored, or refused for good. */
final class BatchSender {

    private static final String LINES = "application/x-ndjson";
    private static final int TOO_LARGE = 413;

    private final Terminal terminal;
    private final Api producer;
    private final String path;
    private final String name;
    private final Waiting waiting;
    private final Tally tally;
    private final boolean stopsOnRefused;

    /**
     * @param path the path, with defaults for the events as its query
     * @param name the name of the file, for messages
     * @param stopsOnRefused whether a refused event ends the command
     */
    BatchSender(
            Terminal terminal,
            Api producer,
            String path,
            String name,
            Waiting waiting,
            Tally tally,
            boolean stopsOnRefused) {
        this.terminal = terminal;
        this.producer = producer;
        this.path = path;
        this.name = name;
        this.waiting = waiting;
        this.tally = tally;
        this.stopsOnRefused = stopsOnRefused;
    }

    /** Returns when all events are settled. */
    void send(List<EventLine> batch) {
        var rest = batch;
        while (!rest.isEmpty()) {
            rest = attempt(rest);
        }
    }

    /** Waits if necessary, and returns the events that have to be sent again. */
    private List<EventLine> attempt(List<EventLine> batch) {
        Answer answer;
        try {
            answer = producer.send("POST", path, LINES, body(batch));
        } catch (IOException e) {
            waiting.after(producer + ": " + e.getMessage(), null);
            return batch;
        }
        var outcome = answer.json();
        if (outcome.path("settled_to").isIntegralNumber()) {
            return unsettled(batch, answer, outcome);
        }
        if (answer.isTemporary()) {
            waiting.after(producer + " " + answer.problem(), answer.retryAfter());
            return batch;
        }
        if (answer.status() == TOO_LARGE) {
            return tooLarge(batch, answer);
        }
        answer.orThrow(producer);
        // A producer's success always says what became of the lines.
        throw new CliException(ExitCode.REFUSED, producer + " is not a Logcast producer: " + answer.problem());
    }

    private List<EventLine> unsettled(List<EventLine> batch, Answer answer, JsonNode outcome) {
        var again = new HashSet<Integer>();
        for (var error : outcome.path("errors")) {
            var index = error.path("line").asInt() - 1;
            if (error.path("outcome").asText().equals("retry")) {
                again.add(index);
            } else if (index >= 0 && index < batch.size()) {
                refused(
                        batch.get(index),
                        error.path("field").asText(),
                        error.path("reason").asText());
            }
        }
        var settledTo = outcome.path("settled_to").asInt();
        var rest = rest(batch, again, settledTo);
        var accepted = outcome.path("accepted").asLong();
        tally.accepted(accepted);
        // The answer lists at most a thousand.
        tally.refused(Math.max(0, batch.size() - rest.size() - accepted));
        if (stopsOnRefused && batch.size() - rest.size() > accepted) {
            throw new CliException(ExitCode.REFUSED, name + ": stopped at a refused line");
        }
        if (rest.isEmpty() || rest.size() < batch.size()) {
            waiting.over();
        }
        if (!rest.isEmpty()) {
            waiting.after(producer + " " + answer.problem(), answer.retryAfter());
        }
        return rest;
    }

    private static List<EventLine> rest(List<EventLine> batch, Set<Integer> again, int settledTo) {
        var rest = new ArrayList<EventLine>();
        for (int i = 0; i < batch.size(); i++) {
            if (i >= settledTo || again.contains(i)) {
                rest.add(batch.get(i));
            }
        }
        return rest;
    }

    /** A proxy may accept less than the producer. */
    private List<EventLine> tooLarge(List<EventLine> batch, Answer answer) {
        if (batch.size() == 1) {
            refused(batch.get(0), "", answer.problem());
            tally.refused(1);
            if (stopsOnRefused) {
                throw new CliException(ExitCode.REFUSED, name + ": stopped at a refused line");
            }
            return List.of();
        }
        send(batch.subList(0, batch.size() / 2));
        return batch.subList(batch.size() / 2, batch.size());
    }

    /** Says where the line is, but does not repeat its text. */
    private void refused(EventLine line, String field, String reason) {
        terminal.note("%s: the line at byte %d is refused: %s%s"
                .formatted(name, line.offset(), field.isEmpty() ? "" : field + ": ", reason));
    }

    private static byte[] body(List<EventLine> batch) {
        var body = new ByteArrayOutputStream(
                batch.stream().mapToInt(line -> line.json().length + 1).sum());
        for (var line : batch) {
            body.writeBytes(line.json());
            body.write('\n');
        }
        return body.toByteArray();
    }
}
