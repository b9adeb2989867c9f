package io.logcast.client.sending;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Records the reports to the listener, which then throws, as a listener should not. */
final class SenderNews implements SenderListener {

    final List<String> refused = new CopyOnWriteArrayList<>();
    final List<String> failures = new CopyOnWriteArrayList<>();
    final List<Duration> pauses = new CopyOnWriteArrayList<>();
    final AtomicInteger recoveries = new AtomicInteger();

    @Override
    public void onRefused(byte[] line, int status, String reason) {
        refused.add("%s %d %s".formatted(new String(line, StandardCharsets.UTF_8), status, reason));
        throw new IllegalStateException("listener");
    }

    @Override
    public void onFailure(String reason, Duration pause) {
        failures.add(reason);
        pauses.add(pause);
        throw new NoClassDefFoundError("listener");
    }

    @Override
    public void onRecovery() {
        recoveries.incrementAndGet();
        throw new IllegalStateException("listener");
    }
}
