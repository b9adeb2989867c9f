package io.logcast.chaos.site;

import io.logcast.local.ServiceProcess;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;

/** The producer, and the times when it was deliberately away. Requests in these times need not be answered. */
public final class Producer {

    private volatile ServiceProcess process;
    private final List<Absence> absences = new CopyOnWriteArrayList<>();

    Producer(ServiceProcess process) {
        this.process = process;
    }

    private record Absence(long from, long to) {}

    public URI uri() {
        return process.baseUri();
    }

    /** Kills it with SIGKILL and starts it again some time later. Returns when it is ready. */
    public void killFor(Duration away) throws InterruptedException {
        absent(away, process::kill);
    }

    /** Stops it with SIGTERM and starts it again at once. Returns when it is ready. */
    public void restart() throws InterruptedException {
        absent(Duration.ZERO, process::stop);
    }

    /** Stops it with SIGTERM and puts another one in its place, which listens on the same port. */
    void replaceBy(IntFunction<ServiceProcess> onPort) {
        long from = System.nanoTime();
        process.stop();
        process = onPort.apply(process.port());
        absences.add(new Absence(from, System.nanoTime()));
    }

    /** Suspends it (SIGSTOP) for that long. */
    public void pauseFor(Duration away) throws InterruptedException {
        long from = System.nanoTime();
        process.pause();
        try {
            Thread.sleep(away.toMillis());
        } finally {
            process.resume();
        }
        absences.add(new Absence(from, System.nanoTime()));
    }

    void close() {
        process.kill();
    }

    /** Whether it was away at any moment between the two. */
    public boolean wasAwayWithin(long from, long to) {
        return absences.stream().anyMatch(absence -> absence.from - to < 0 && absence.to - from > 0);
    }

    private void absent(Duration away, Runnable end) throws InterruptedException {
        long from = System.nanoTime();
        end.run();
        Thread.sleep(away.toMillis());
        process.start().awaitReady(ServiceLauncher.PATIENCE);
        absences.add(new Absence(from, System.nanoTime()));
    }
}
