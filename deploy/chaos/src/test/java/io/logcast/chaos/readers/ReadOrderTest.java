package io.logcast.chaos.readers;

import static org.assertj.core.api.Assertions.assertThat;

import io.logcast.chaos.load.Post;
import io.logcast.chaos.report.Order;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadOrderTest {

    private static final long NOW = 1_000_000;

    private final Post post = Post.of("a-", 6);
    private final ReadOrder order = new ReadOrder();

    ReadOrderTest() {
        post.sent(NOW);
    }

    @Test
    void onlyTheFirstTimeCounts() {
        order.got(List.of("a-6.0", "a-6.1", "a-6.2"));
        order.got(List.of("a-6.1", "a-6.0", "a-6.3", "a-6.4"));

        assertThat(order.known(List.of(post))).containsExactly(post);
        assertThat(Order.disordered(List.of(post), order.places())).isZero();
    }

    @Test
    void theOrderOfWhatMayHaveBeenInALostAnswerIsUnknown() {
        order.mayHaveLost(NOW + 10);
        order.got(List.of("a-6.2", "a-6.3", "a-6.4", "a-6.0", "a-6.1"));

        assertThat(order.known(List.of(post))).isEmpty();
    }

    @Test
    void anAnswerThatWasLostBeforeOrAfterwardsDoesNotMatter() {
        order.mayHaveLost(NOW - 10);
        order.got(List.of("a-6.1", "a-6.0", "a-6.2", "a-6.3", "a-6.4"));
        order.mayHaveLost(NOW + 10);

        assertThat(order.known(List.of(post))).containsExactly(post);
        assertThat(Order.disordered(List.of(post), order.places())).isEqualTo(1);
    }

    @Test
    void theOrderOfAPostThatDidNotComeIsUnknown() {
        order.got(List.of("a-6.0"));

        assertThat(order.known(List.of(post))).isEmpty();
    }
}
