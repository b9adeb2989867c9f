package io.logcast.rabbitmq.outgoing;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.logcast.testing.schedules.Schedules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jetbrains.lincheck.datastructures.LongGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/** The threads that use a confirm window, in many {@link Schedules}. */
public class ConfirmWindowSchedulesTest {

    private static final Message<String> MESSAGE = Message.of("");

    /** The calls that are atomic. */
    public static class AddAndTake {
        private final ConfirmWindow window = new ConfirmWindow(2);
        private long added;

        @Operation(nonParallelGroup = "publisher")
        public boolean add() {
            boolean isAdded = window.add(publication(added + 1));
            added += isAdded ? 1 : 0;
            return isAdded;
        }

        @Operation
        public boolean take(@Param(gen = LongGen.class, conf = "1:3") long sequence) {
            return window.take(sequence) != null;
        }
    }

    /** All ways in which a publication can leave the window. */
    public static class EachWay {
        private final ConfirmWindow window = new ConfirmWindow(2);
        private final List<AtomicInteger> taken = new ArrayList<>();
        private volatile long added;

        public EachWay() {
            for (int i = 0; i < 16; i++) {
                taken.add(new AtomicInteger());
            }
        }

        @Operation(nonParallelGroup = "publisher")
        public void publish() {
            if (window.add(publication(added + 1))) {
                added = added + 1;
            }
        }

        @Operation(nonParallelGroup = "answers")
        public void confirm() {
            if (added > 0) {
                window.takeAnswered(added, false, this::count);
            }
        }

        @Operation(nonParallelGroup = "answers")
        public void confirmAll() {
            if (added > 0) {
                window.takeAnswered(added, true, this::count);
            }
        }

        @Operation(nonParallelGroup = "answers")
        public void isReturned() {
            var publication = window.take(added);
            if (publication != null) {
                count(publication);
            }
        }

        @Operation
        public void expire() {
            window.takeAcceptedBefore(System.nanoTime() + 1_000_000_000, this::count);
        }

        @Operation
        public void lose() {
            window.takeAll(this::count);
        }

        @Validate
        public void eachWasTakenOnce() {
            window.takeAll(this::count);
            for (int sequence = 1; sequence <= added; sequence++) {
                if (taken.get(sequence).get() != 1) {
                    throw new IllegalStateException(
                            "Publication " + sequence + " was taken " + taken.get(sequence) + " times");
                }
            }
        }

        private void count(Publication publication) {
            taken.get((int) publication.sequence).incrementAndGet();
        }
    }

    @Test
    void addingAndTakingIsLinearizable() {
        Schedules.checkLinearizable(AddAndTake.class);
    }

    @Test
    void eachPublicationIsTakenOnceWhoeverTakesIt() {
        Schedules.checkValid(EachWay.class);
    }

    private static Publication publication(long sequence) {
        var publication =
                new Publication(MESSAGE, "", new BasicProperties.Builder(), new HashMap<>(), new byte[0], null);
        publication.sequence = sequence;
        return publication;
    }
}
