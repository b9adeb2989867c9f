package io.logcast.chaos.report;

/**
 * The result of one round.
 *
 * @param seed the seed of this round's random moments
 */
public record RoundResult(
        String connector,
        String nemesis,
        int round,
        long seed,
        Answers answers,
        Outcome outcome,
        Checks checks,
        Coverage coverage,
        Recovery recovery) {

    /**
     * Whether nothing was lost, doubled or dead-lettered, every request was answered in time, readers got what they should,
     * the checks had something to look at, and everything works again.
     */
    public boolean passes() {
        return outcome.isLossless()
                && answers.areGood()
                && checks.areGood()
                && coverage.isEnough(answers.accepted())
                && recovery.isComplete();
    }

    boolean isOf(String otherConnector, String otherNemesis, int otherRound) {
        return connector.equals(otherConnector) && nemesis.equals(otherNemesis) && round == otherRound;
    }

    /** On one line. */
    @Override
    public String toString() {
        return nemesis + " " + round + (passes() ? " passed: " : " FAILED: ") + outcome + ", " + checks + ", "
                + coverage + ", " + answers + ", " + recovery;
    }
}
