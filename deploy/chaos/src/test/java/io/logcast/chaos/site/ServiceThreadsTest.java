package io.logcast.chaos.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ServiceThreadsTest {

    @Test
    void threadsOfAKindAreCountedExceptThoseOfPoolsAndOfTheJvm() {
        var dump = """
                "rabbitmq consumer 1" #51 daemon prio=5
                   java.lang.Thread.State: RUNNABLE
                "rabbitmq consumer 12" #83 [1234] daemon prio=5
                "executor-thread-3" #60 daemon prio=5
                "archive-writer" #61 prio=5
                "GC Thread#0" os_prio=0 cpu=1.0ms
                """;

        assertThat(ServiceThreads.count("producer", dump)).isEqualTo(Map.of("producer: rabbitmq consumer N", 2));
    }
}
