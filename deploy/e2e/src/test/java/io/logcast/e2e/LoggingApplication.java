package io.logcast.e2e;

import ch.qos.logback.classic.LoggerContext;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.apache.logging.log4j.LogManager;
import org.slf4j.LoggerFactory;

/**
 * An application that logs 1,000 lines a second with the library that its argument names, until somebody writes to its standard
 * input. It prints how many it has logged, about once a second, and at the end how long its calls took.
 */
final class LoggingApplication {

    private static final long INTERVAL = 1_000_000;
    private static final int LINES_BETWEEN_REPORTS = 1_000;
    private static final int WARM_UP = 1_000;

    private LoggingApplication() {}

    private interface Library {

        void log(int line);

        void stop();
    }

    /** Through SLF4J. */
    private static final class Logback implements Library {

        private final org.slf4j.Logger logger = LoggerFactory.getLogger(LoggingApplication.class);

        @Override
        public void log(int line) {
            logger.info("line {}", line);
        }

        @Override
        public void stop() {
            ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
        }
    }

    private static final class Log4j2 implements Library {

        private final org.apache.logging.log4j.Logger logger = LogManager.getLogger(LoggingApplication.class);

        @Override
        public void log(int line) {
            logger.info("line {}", line);
        }

        /** Its shutdown hook does, with the appender's own time limit: LogManager.shutdown() gives only 50 ms. */
        @Override
        public void stop() {}
    }

    public static void main(String[] arguments) throws IOException {
        var library = arguments[0].equals("logback") ? new Logback() : new Log4j2();
        var nanos = new long[1 << 20];
        var count = 0;
        var next = System.nanoTime();
        while (System.in.available() == 0 && count < nanos.length) {
            while (System.nanoTime() < next) {
                LockSupport.parkNanos(next - System.nanoTime());
            }
            next += INTERVAL;
            var begin = System.nanoTime();
            library.log(count);
            nanos[count++] = System.nanoTime() - begin;
            if (count % LINES_BETWEEN_REPORTS == 0) {
                System.out.println("logged " + count);
            }
        }
        System.out.println(times(Arrays.copyOfRange(nanos, Math.min(WARM_UP, count), count)));
        library.stop();
        System.out.println("finished " + count);
    }

    private static String times(long[] nanos) {
        Arrays.sort(nanos);
        return "%d calls: p50 %d us, p99 %d us, p99.9 %d us, longest %d us"
                .formatted(nanos.length, at(nanos, 0.5), at(nanos, 0.99), at(nanos, 0.999), at(nanos, 1));
    }

    private static long at(long[] sorted, double share) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.ceil(share * sorted.length) - 1] / 1_000;
    }
}
