package io.logcast.consumer.subscriptions.delivery;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Where each event of a held message is. Not thread-safe: the message's lock guards it. */
final class EventStates {

    /** Where an event is. */
    enum State {
        WAITING,
        HANDED_OUT,
        /** Being published elsewhere; settled once the broker has confirmed that. */
        LEAVING,
        SETTLED
    }

    private final State[] states;
    /** When each event goes to another reader unless it is settled. */
    private final long[] deadlines;

    EventStates(int count, long deadline) {
        this.states = new State[count];
        this.deadlines = new long[count];
        Arrays.fill(states, State.WAITING);
        Arrays.fill(deadlines, deadline);
    }

    int count() {
        return states.length;
    }

    /** False for an index that the message does not have. */
    boolean is(int index, State state) {
        return index < states.length && states[index] == state;
    }

    boolean areAll(State state) {
        return Arrays.stream(states).allMatch(state::equals);
    }

    boolean isAny(State state) {
        return Arrays.asList(states).contains(state);
    }

    void set(int index, State state) {
        states[index] = state;
    }

    void setDeadline(int index, long deadline) {
        deadlines[index] = deadline;
    }

    int[] all() {
        return indexes(i -> true);
    }

    int[] waiting() {
        return indexes(i -> states[i] == State.WAITING);
    }

    /** The events that this replica answers for. */
    int[] here() {
        return indexes(this::isHere);
    }

    /** Those of {@link #here} whose deadline has passed. */
    int[] late(long now) {
        return indexes(i -> isHere(i) && deadlines[i] - now < 0);
    }

    private boolean isHere(int index) {
        return states[index] == State.WAITING || states[index] == State.HANDED_OUT;
    }

    private int[] indexes(IntPredicate which) {
        return IntStream.range(0, states.length).filter(which).toArray();
    }
}
