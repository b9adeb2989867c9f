package io.logcast.rabbitmq.outgoing;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Test;

class ConfirmWindowTest {

    private final ConfirmWindow window = new ConfirmWindow(8);

    @Test
    void takesARangeInOrderAndOnce() {
        var publications = LongStream.rangeClosed(1, 8).mapToObj(this::added).toList();

        assertThat(taken(1, 5)).isEqualTo(publications.subList(0, 5));
        assertThat(taken(1, 8)).isEqualTo(publications.subList(5, 8));
        assertThat(taken(1, 8)).isEmpty();
    }

    @Test
    void aSlotIsNotGivenTwice() {
        var first = added(1);
        var wrapped = publication(9);

        assertThat(window.add(wrapped)).isFalse();
        assertThat(window.take(1)).isSameAs(first);
        assertThat(window.add(wrapped)).isTrue();
    }

    @Test
    void aLateConfirmDoesNotTakeTheMessageThatHasItsSlotNow() {
        added(1);
        window.takeAll(expired -> {});
        var now = added(9);

        assertThat(window.take(1)).isNull();
        assertThat(taken(1, 3)).isEmpty();
        assertThat(window.take(9)).isSameAs(now);
    }

    @Test
    void aRangeLongerThanTheRingEndsAtItsLastMessages() {
        IntStream.rangeClosed(1, 3).forEach(this::added);
        taken(1, 3);
        var last = added(1_000_003);

        assertThat(taken(4, 1_000_003)).containsExactly(last);
    }

    @Test
    void takesWhatWasAcceptedBefore() {
        var publication = added(1);
        var taken = new ArrayList<Publication>();

        window.takeAcceptedBefore(publication.acceptedAt, taken::add);
        assertThat(taken).isEmpty();
        window.takeAcceptedBefore(publication.acceptedAt + 1, taken::add);
        assertThat(taken).containsExactly(publication);
    }

    private List<Publication> taken(long from, long to) {
        var taken = new ArrayList<Publication>();
        window.take(from, to, taken::add);
        return taken;
    }

    private Publication added(long sequence) {
        var publication = publication(sequence);
        assertThat(window.add(publication)).isTrue();
        return publication;
    }

    private static Publication publication(long sequence) {
        var publication =
                new Publication(Message.of(""), "", new BasicProperties.Builder(), new HashMap<>(), new byte[0], null);
        publication.sequence = sequence;
        return publication;
    }
}
