package io.logcast.bench.rabbitmq;

import com.rabbitmq.perf.MulticastParams;
import com.rabbitmq.perf.MulticastSet;
import com.rabbitmq.perf.metrics.PerformanceMetrics;
import io.logcast.bench.Measurement;
import io.logcast.bench.process.StopWatch;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One run of RabbitMQ's PerfTest in this process, measured from its first message to its last. */
final class PerfTestRun implements PerformanceMetrics, MulticastSet.CompletionHandler {

    private final int messages;
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicReference<@Nullable StopWatch> watch = new AtomicReference<>();
    private final CompletableFuture<Measurement> measured = new CompletableFuture<>();
    private final CountDownLatch completed = new CountDownLatch(1);

    private PerfTestRun(int messages) {
        this.messages = messages;
    }

    /** Parameters for the existing exchange and queue. */
    static MulticastParams parameters(Target target) {
        var parameters = new MulticastParams();
        parameters.setPredeclared(true);
        parameters.setSkipBindingQueues(true);
        parameters.setExchangeName(target.queue());
        parameters.setExchangeType("fanout");
        parameters.setRoutingKey("");
        parameters.setQueueNames(List.of(target.queue()));
        parameters.setShutdownTimeout(5);
        return parameters;
    }

    static Measurement of(Target target, MulticastParams parameters, int messages) throws Exception {
        var run = new PerfTestRun(messages);
        var factory = target.factory();
        var uri = "amqp://" + factory.getHost() + ":" + factory.getPort();
        new MulticastSet(run, factory, parameters, List.of(uri), run).run();
        return run.measured.get(1, TimeUnit.SECONDS);
    }

    @Override
    public void published() {
        begin();
    }

    @Override
    public void confirmed(int count, long[] latencies) {
        finished(count);
    }

    @Override
    public void received(long latency) {
        begin();
        finished(1);
    }

    @Override
    public void nacked(int count) {
        fail("The broker refused messages");
    }

    @Override
    public void returned() {
        fail("A message was returned");
    }

    @Override
    public void waitForCompletion() throws InterruptedException {
        if (!completed.await(Load.PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            fail("PerfTest is not done in time");
        }
    }

    @Override
    public void countDown(String reason) {
        if (reason.startsWith("Error")) {
            fail(reason);
        }
        if (measured.isDone()) {
            completed.countDown();
        }
    }

    @Override
    public void start() {}

    @Override
    public Duration interval() {
        return Duration.ZERO;
    }

    @Override
    public void resetGlobals() {}

    private void begin() {
        if (watch.get() == null) {
            watch.compareAndSet(null, StopWatch.start());
        }
    }

    private void finished(int count) {
        var running = watch.get();
        if (done.addAndGet(count) >= messages && running != null) {
            measured.complete(running.stop(messages));
            completed.countDown();
        }
    }

    private void fail(String why) {
        measured.completeExceptionally(new IllegalStateException(why));
        completed.countDown();
    }
}
