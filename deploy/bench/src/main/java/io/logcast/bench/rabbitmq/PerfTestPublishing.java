package io.logcast.bench.rabbitmq;

import io.logcast.bench.Measurement;
import io.logcast.bench.process.Workload;
import java.util.List;

/** Publishes with PerfTest, with confirms. */
public final class PerfTestPublishing implements Workload {

    @Override
    public Measurement run(int messages) throws Exception {
        var target = Target.ofEnvironment();
        var parameters = PerfTestRun.parameters(target);
        parameters.setProducerCount(1);
        parameters.setConsumerCount(0);
        parameters.setProducerMsgCount(messages);
        parameters.setConfirm(Load.WINDOW);
        parameters.setMinMsgSize(Load.SIZE);
        parameters.setFlags(List.of("persistent", "mandatory"));
        return PerfTestRun.of(target, parameters, messages);
    }
}
