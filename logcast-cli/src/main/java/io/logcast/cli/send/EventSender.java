package io.logcast.cli.send;

import io.logcast.cli.connection.Answer;
import io.logcast.cli.connection.Api;
import io.logcast.cli.connection.Waiting;
import io.logcast.cli.terminal.CliException;
import io.logcast.cli.terminal.ExitCode;
import io.logcast.cli.terminal.Terminal;
import io.logcast.client.sending.Delivery;
import io.logcast.client.sending.DeliveryListener;
import io.logcast.client.sending.Failure;
import java.util.List;
import java.util.function.Supplier;

/** Sends events of one file or stream, and repeats until each is stored, or refused for good. */
final class EventSender implements DeliveryListener {

    private static final int NO_ANSWER = 0;
    private static final int SUCCESS = 200;
    private static final int REDIRECT = 300;

    private final Terminal terminal;
    private final Api producer;
    private final String name;
    private final Supplier<Waiting> waiting;
    private final Tally tally;
    private final boolean stopsOnRefused;
    private final Delivery delivery;
    private List<EventLine> events = List.of();

    /**
     * @param path the path, with defaults for the events as its query
     * @param name the name of the file, for messages
     * @param waiting what waits after a failure
     * @param stopsOnRefused whether nothing more is sent after a refused event
     */
    EventSender(
            Terminal terminal,
            Api producer,
            String path,
            String name,
            Supplier<Waiting> waiting,
            Tally tally,
            boolean stopsOnRefused) {
        this.terminal = terminal;
        this.producer = producer;
        this.name = name;
        this.waiting = waiting;
        this.tally = tally;
        this.stopsOnRefused = stopsOnRefused;
        this.delivery = new Delivery(producer.route(path), this);
    }

    /**
     * Returns when all events are stored, or refused for good.
     *
     * @throws CliException if this is not possible; no events can be sent after that
     */
    void send(List<EventLine> newEvents) throws InterruptedException {
        events = newEvents;
        delivery.take(events.stream().map(EventLine::json).toList());
        delivery.run();
    }

    @Override
    public void onSettled(int accepted, int again) {
        tally.accepted(accepted);
        waiting.get().over();
    }

    /** Says where the line is, but does not repeat its text. */
    @Override
    public void onRefused(byte[] json, int status, String reason) {
        tally.refused(1);
        terminal.note("%s: the line at byte %d is refused: %s".formatted(name, offset(json), reason));
        if (stopsOnRefused) {
            throw new CliException(ExitCode.REFUSED, name + ": stopped at a refused line");
        }
    }

    @Override
    public void onFailure(Failure failure) {
        var reason = producer + ": " + failure.reason();
        if (failure.isForeign()) {
            throw new CliException(ExitCode.REFUSED, producer + " is not a Logcast producer: " + failure.reason());
        }
        if (!mayPass(failure.status())) {
            throw new CliException(Answer.exitCode(failure.status()), reason);
        }
        waiting.get().after(reason, failure.retryAfter());
    }

    /** A 2xx here means that some lines were accepted, and the others have to be sent again. */
    private static boolean mayPass(int status) {
        return status == NO_ANSWER || (status >= SUCCESS && status < REDIRECT) || Answer.isTemporary(status);
    }

    private long offset(byte[] json) {
        return events.stream()
                .filter(event -> event.json() == json)
                .mapToLong(EventLine::offset)
                .findFirst()
                .orElse(0);
    }
}
