package io.logcast.bench.rabbitmq;

import io.logcast.bench.Measurement;
import io.logcast.bench.process.StopWatch;
import io.logcast.bench.process.Workload;

/** Publishes with RabbitMQ's own client alone. */
public final class PlainPublishing implements Workload {

    @Override
    public Measurement run(int messages) throws Exception {
        try (var loop = new ConfirmedLoop(Target.ofEnvironment())) {
            var watch = StopWatch.start();
            loop.publish(messages);
            return watch.stop(messages);
        }
    }
}
