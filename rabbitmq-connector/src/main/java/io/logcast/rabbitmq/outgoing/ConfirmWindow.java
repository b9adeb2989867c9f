package io.logcast.rabbitmq.outgoing;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The publications of one AMQP channel that await their confirm: a ring buffer, indexed by sequence number. Only one
 * thread may add; any thread may take. Of several threads that take the same publication, only one gets it.
 */
final class ConfirmWindow {

    private final AtomicReferenceArray<@Nullable Publication> slots;
    private final int mask;
    /** All publications up to this number were answered. Used only by the thread that reads the broker's answers. */
    private long answeredUpTo;

    ConfirmWindow(int capacity) {
        int size = Integer.highestOneBit(Math.max(2, capacity) * 2 - 1);
        slots = new AtomicReferenceArray<>(size);
        mask = size - 1;
    }

    /** False if the slot is still in use by an earlier publication, one whole ring before this one. */
    boolean add(Publication publication) {
        return slots.compareAndSet(slot(publication.sequence), null, publication);
    }

    /** Takes the publication out; null if it is no longer in the window. */
    @Nullable
    Publication take(long sequence) {
        var publication = slots.get(slot(sequence));
        return publication != null && publication.sequence == sequence && remove(publication) ? publication : null;
    }

    /**
     * Takes out the publications that an ack or nack of the broker answers, in order.
     *
     * @param multiple whether it also answers all earlier ones
     */
    void takeAnswered(long sequence, boolean multiple, Consumer<Publication> taken) {
        take(multiple ? answeredUpTo + 1 : sequence, sequence, taken);
        if (multiple || sequence == answeredUpTo + 1) {
            answeredUpTo = Math.max(answeredUpTo, sequence);
        }
    }

    /** Takes out all publications from one number to another, both included, in order. */
    void take(long from, long to, Consumer<Publication> taken) {
        for (long sequence = Math.max(from, to - mask); sequence <= to; sequence++) {
            var publication = take(sequence);
            if (publication != null) {
                taken.accept(publication);
            }
        }
    }

    /** Takes out all publications that were accepted before that time. */
    void takeAcceptedBefore(long nanoTime, Consumer<Publication> taken) {
        for (int slot = 0; slot <= mask; slot++) {
            var publication = slots.get(slot);
            if (publication != null && publication.acceptedAt - nanoTime < 0 && remove(publication)) {
                taken.accept(publication);
            }
        }
    }

    void takeAll(Consumer<Publication> taken) {
        for (int slot = 0; slot <= mask; slot++) {
            var publication = slots.getAndSet(slot, null);
            if (publication != null) {
                taken.accept(publication);
            }
        }
    }

    private boolean remove(Publication publication) {
        return slots.compareAndSet(slot(publication.sequence), publication, null);
    }

    private int slot(long sequence) {
        return (int) sequence & mask;
    }
}
