package io.logcast.bench.rabbitmq;

import io.logcast.bench.Measurement;
import io.logcast.bench.process.Workload;

/** Consumes with PerfTest, which acknowledges many messages at once. */
public final class PerfTestConsuming implements Workload {

    @Override
    public Measurement run(int messages) throws Exception {
        var target = Target.ofEnvironment();
        var parameters = PerfTestRun.parameters(target);
        parameters.setProducerCount(0);
        parameters.setConsumerCount(1);
        parameters.setConsumerMsgCount(messages);
        parameters.setConsumerPrefetch(Load.PREFETCH);
        parameters.setMultiAckEvery(Load.ACK_EVERY);
        return PerfTestRun.of(target, parameters, messages);
    }
}
