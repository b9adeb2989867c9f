package io.logcast.consumer.filters.query;

import java.util.function.IntPredicate;

/** How a value is compared. */
public enum Operator {
    // Operators of two characters come first, since the parser takes the first that fits.
    AT_LEAST(">=", order -> order >= 0),
    AT_MOST("<=", order -> order <= 0),
    ABOVE(">", order -> order > 0),
    BELOW("<", order -> order < 0),
    IS(":", order -> order == 0);

    private final String sign;
    private final IntPredicate holds;

    Operator(String sign, IntPredicate holds) {
        this.sign = sign;
        this.holds = holds;
    }

    /** As written in a query; SQL writes all but {@link #IS} the same way. */
    public String sign() {
        return sign;
    }

    /** @param order how the two values compare, as in {@link Comparable} */
    boolean holds(int order) {
        return holds.test(order);
    }
}
