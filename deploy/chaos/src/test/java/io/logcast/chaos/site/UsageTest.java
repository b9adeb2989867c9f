package io.logcast.chaos.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class UsageTest {

    @Test
    void moreOfOneKindIsNotMadeUpForByFewerOfAnother() {
        var usual = new Usage(Map.of("channels", 5, "queues", 3));

        assertThat(new Usage(Map.of("channels", 4, "queues", 4, "threads", 1)).beyond(usual))
                .isEqualTo(Map.of("queues", 1, "threads", 1));
    }
}
