package io.logcast.rabbitmq.outgoing;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The publications of one AMQP channel that await their confirm: a ring by sequence number. One thread adds, any thread may
 * take; a slot is freed only for the very publication that it holds.
 */
final class ConfirmWindow {

    private final AtomicReferenceArray<@Nullable Publication> slots;
    private final int mask;
    /** All up to this number are answered; used only by the thread that reads the answers. */
    private long answeredUpTo;

    ConfirmWindow(int capacity) {
        int size = Integer.highestOneBit(Math.max(2, capacity) * 2 - 1);
        slots = new AtomicReferenceArray<>(size);
        mask = size - 1;
    }

    /** False while the slot is still taken by a message that is a whole ring older. */
    boolean add(Publication publication) {
        return slots.compareAndSet(slot(publication.sequence), null, publication);
    }

    /** Takes the publication out; null if it has left the window already. */
    @Nullable
    Publication take(long sequence) {
        var publication = slots.get(slot(sequence));
        return publication != null && publication.sequence == sequence && remove(publication) ? publication : null;
    }

    /**
     * Takes out what an answer of the broker covers, in order.
     *
     * @param multiple whether it covers all before it too
     */
    void takeAnswered(long sequence, boolean multiple, Consumer<Publication> taken) {
        take(multiple ? answeredUpTo + 1 : sequence, sequence, taken);
        if (multiple || sequence == answeredUpTo + 1) {
            answeredUpTo = Math.max(answeredUpTo, sequence);
        }
    }

    /** Takes all in the range out, both ends included, in order. */
    void take(long from, long to, Consumer<Publication> taken) {
        for (long sequence = Math.max(from, to - mask); sequence <= to; sequence++) {
            var publication = take(sequence);
            if (publication != null) {
                taken.accept(publication);
            }
        }
    }

    /** Takes out all that were accepted before that time. */
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
