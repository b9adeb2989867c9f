package io.logcast.chaos.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.chaos.load.Post;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OrderTest {

    private static final Post POST = Post.of("a-", 6);

    @Test
    void anEventBeforeAnEarlierOneIsOutOfOrder() {
        assertThat(Order.disordered(List.of(POST), Map.of("a-6.0", 1, "a-6.1", 3, "a-6.2", 2)))
                .isEqualTo(1);
    }

    @Test
    void eventsAtTheSamePlaceOrWithGapsAreInOrder() {
        assertThat(Order.disordered(List.of(POST), Map.of("a-6.0", 1, "a-6.2", 1, "a-6.4", 7)))
                .isZero();
    }
}
