package io.logcast.chaos.load;

import java.time.Duration;

/** One request: when it was sent and when it ended, as {@link System#nanoTime()}. */
public record Attempt(Post post, Answer answer, long sentAt, long endedAt) {

    public boolean isAnswered() {
        return answer != Answer.BROKEN && answer != Answer.OVERDUE;
    }

    public Duration latency() {
        return Duration.ofNanos(endedAt - sentAt);
    }
}
