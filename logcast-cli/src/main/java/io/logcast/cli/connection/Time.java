package io.logcast.cli.connection;

import java.time.Duration;

/** The passing of time. Tests replace it. */
public interface Time {

    /** The time of this machine. */
    Time SYSTEM = new Time() {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            Thread.sleep(duration.toMillis());
        }
    };

    /** Nanoseconds since some moment; only differences mean anything. */
    long nanos();

    void sleep(Duration duration) throws InterruptedException;
}
