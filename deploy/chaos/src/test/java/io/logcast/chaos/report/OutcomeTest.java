package io.logcast.chaos.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OutcomeTest {

    @Test
    void anAcceptedEventThatIsNowhereIsLost() {
        assertThat(Outcome.of(Set.of("a", "b"), Map.of("a", 1), List.of())).isEqualTo(new Outcome(1, 0, 0));
    }

    @Test
    void aTokenInTwoRowsIsDoubled() {
        assertThat(Outcome.of(Set.of("a"), Map.of("a", 2), List.of())).isEqualTo(new Outcome(0, 1, 0));
    }

    @Test
    void aDeadLetterIsNotLost() {
        assertThat(Outcome.of(Set.of("a"), Map.of(), List.of("{\"message\":\"a\"}")))
                .isEqualTo(new Outcome(0, 0, 1));
    }

    @Test
    void anEventWithoutAnAnswerMayBeArchivedOrNot() {
        assertThat(Outcome.of(Set.of(), Map.of("a", 1), List.of())).isEqualTo(new Outcome(0, 0, 0));
    }
}
