package io.logcast.producer.requests;

/** A request's share of the budget, from its admission to its end. */
final class Place {

    private final Budget budget;
    private long size;
    private boolean ended;

    private Place(Budget budget, long size) {
        this.budget = budget;
        this.size = size;
    }

    /** @throws RefusedException if the budget is used up */
    static Place take(Budget budget, long size) {
        if (!budget.tryTake(size)) {
            throw tooMany();
        }
        return new Place(budget, size);
    }

    /** @throws RefusedException if not enough bytes are left */
    void grow(long more) {
        if (!tryGrow(more)) {
            throw tooMany();
        }
    }

    /** Makes it that large; false if not enough bytes are left. Making it smaller always succeeds. */
    synchronized boolean tryResize(long bytes) {
        if (bytes > size) {
            return tryGrow(bytes - size);
        }
        if (!ended) {
            budget.shrink(size - bytes);
            size = bytes;
        }
        return true;
    }

    private synchronized boolean tryGrow(long more) {
        if (!ended) {
            if (!budget.tryGrow(more)) {
                return false;
            }
            size += more;
        }
        return true;
    }

    synchronized void end() {
        if (!ended) {
            ended = true;
            budget.giveBack(size);
        }
    }

    static RefusedException tooMany() {
        return new RefusedException(RefusedException.TOO_MANY, "Too many requests are being served");
    }
}
