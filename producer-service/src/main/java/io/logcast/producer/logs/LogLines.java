package io.logcast.producer.logs;

import io.logcast.model.event.LogEvent;
import io.logcast.producer.requests.Line;
import io.logcast.producer.requests.LineSink;
import io.logcast.producer.requests.RefusedException;
import java.util.function.Function;

/** The lines of an upload, each one event of its batch. */
final class LogLines implements LineSink {

    private final Batch batch;
    private final Function<Line, LogEvent> reader;

    LogLines(Batch batch, Function<Line, LogEvent> reader) {
        this.batch = batch;
        this.reader = reader;
    }

    @Override
    public void take(Line line) {
        if (line.isTooLong()) {
            batch.addTooLong(line.number());
        } else if (line.isBlank()) {
            batch.skip(line.number());
        } else {
            batch.add(line.number(), () -> reader.apply(line));
        }
    }

    @Override
    public boolean isFull() {
        return batch.isFull();
    }

    @Override
    public int held() {
        return batch.heldBytes();
    }

    @Override
    public int kept() {
        return batch.keptBytes();
    }

    @Override
    public void whenRoom(Runnable action) {
        batch.whenRoom(action);
    }

    @Override
    public boolean isStopped() {
        return batch.isStopped();
    }

    @Override
    public void flush() {
        // Readers of the live tail must not wait until a message is full.
        batch.flush();
    }

    @Override
    public void refuseRest(RefusedException reason) {
        batch.refuseNext(reason);
    }
}
