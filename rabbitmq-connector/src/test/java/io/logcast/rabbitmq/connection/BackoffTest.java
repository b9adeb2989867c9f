package io.logcast.rabbitmq.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

    @Test
    void pausesGrowUpToTheirBound() {
        var backoff = new Backoff(Duration.ofMillis(1000));

        var pauses = IntStream.range(0, 20).mapToLong(i -> backoff.nextMillis()).toArray();

        assertThat(pauses[0]).isBetween(25L, 50L);
        assertThat(pauses[3]).isBetween(200L, 400L);
        assertThat(pauses[19]).isBetween(500L, 1000L);
    }

    @Test
    void aSuccessThatDoesNotLastDoesNotStartThemOver() {
        var backoff = new Backoff(Duration.ofMillis(1000));
        IntStream.range(0, 10).forEach(i -> backoff.nextMillis());

        backoff.success();

        assertThat(backoff.nextMillis()).isGreaterThanOrEqualTo(500);
    }
}
