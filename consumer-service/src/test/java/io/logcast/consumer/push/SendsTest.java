package io.logcast.consumer.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SendsTest {

    private final List<Integer> begun = new ArrayList<>();
    private final Sends sends = new Sends(2);

    @Test
    void noMoreThanThatManyAreOpenAndTheOthersFollowInOrder() {
        for (int i = 1; i <= 4; i++) {
            var number = i;
            sends.begin(() -> begun.add(number));
        }
        assertThat(begun).containsExactly(1, 2);
        sends.ended();
        assertThat(begun).containsExactly(1, 2, 3);
        sends.ended();
        assertThat(begun).containsExactly(1, 2, 3, 4);
    }

    @Test
    void aPlaceOfOneThatIsNoLongerWantedGoesToTheNext() {
        // Given
        sends.begin(() -> begun.add(1));
        sends.begin(() -> false);
        sends.begin(() -> begun.add(2));
        sends.begin(() -> false);
        sends.begin(() -> false);
        sends.begin(() -> begun.add(3));
        assertThat(begun).containsExactly(1, 2);
        // When
        sends.ended();
        // Then
        assertThat(begun).containsExactly(1, 2, 3);
    }

    @Test
    void aPlaceThatNobodyWaitedForIsFreeAgain() {
        sends.begin(() -> begun.add(1));
        sends.ended();
        sends.begin(() -> begun.add(2));
        sends.begin(() -> begun.add(3));
        sends.begin(() -> begun.add(4));
        assertThat(begun).containsExactly(1, 2, 3);
    }
}
