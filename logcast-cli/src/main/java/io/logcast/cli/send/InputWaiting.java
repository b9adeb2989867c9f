package io.logcast.cli.send;

import io.logcast.cli.connection.Time;
import io.logcast.cli.connection.Waiting;
import io.logcast.cli.terminal.Terminal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Waits while the service is away: without a limit while the input still comes, since it goes to the spool. The end of
 * the input ends a pause, and the limit counts from then.
 */
final class InputWaiting {

    private final InputReader reader;
    private final Waiting beforeTheEnd;
    private final Waiting afterTheEnd;

    /** @param limit the longest time from the end of the input, or a later failure, to the next success; null for none */
    InputWaiting(Terminal terminal, InputReader reader, @Nullable Duration limit) {
        this.reader = reader;
        this.beforeTheEnd = new Waiting(terminal, new UntilTheEnd(), null);
        this.afterTheEnd = new Waiting(terminal, Time.SYSTEM, limit);
    }

    Waiting get() {
        return reader.isEnded() ? afterTheEnd : beforeTheEnd;
    }

    private final class UntilTheEnd implements Time {

        @Override
        public long nanos() {
            return Time.SYSTEM.nanos();
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            reader.awaitEnd(duration);
        }
    }
}
