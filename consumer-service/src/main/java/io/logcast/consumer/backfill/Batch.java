package io.logcast.consumer.backfill;

import io.logcast.consumer.archive.table.Arrivals.Arrival;
import io.logcast.consumer.archive.table.Arrivals.Step;
import io.logcast.model.event.LogEvent;
import java.util.List;
import java.util.function.Predicate;

/**
 * The first events of a step, as many as may be sent now.
 *
 * @param messages in the order of the archive, as are the events in each
 * @param end where the next step begins
 */
record Batch(List<ReplayMessage> messages, int events, Arrival end) {

    /**
     * @param from where the step began
     * @param wanted which events are sent
     */
    static Batch of(Step step, Arrival from, Predicate<LogEvent> wanted, int mostEvents, Room room) {
        var lines = new ReplayLines(room);
        var events = 0;
        var last = from;
        for (var archived : step.events()) {
            var event = archived.event();
            if (wanted.test(event)) {
                if (events == mostEvents || !lines.add(event)) {
                    return new Batch(lines.messages(), events, last);
                }
                events++;
            }
            last = new Arrival(archived.at(), event.id());
        }
        return new Batch(lines.messages(), events, step.end());
    }
}
