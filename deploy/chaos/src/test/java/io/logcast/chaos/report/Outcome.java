package io.logcast.chaos.report;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where the accepted events are when all queues are empty.
 *
 * @param lost events that were accepted, and neither archived nor dead-lettered
 * @param doubled tokens that are in more than one row
 * @param deadLettered all dead letters
 */
public record Outcome(int lost, int doubled, int deadLettered) {

    boolean isLossless() {
        return lost == 0 && doubled == 0 && deadLettered == 0;
    }

    /**
     * @param accepted the tokens of the events that were answered 202
     * @param rows how many rows of the archive each token has
     * @param deadLetters the texts of the dead letters
     */
    public static Outcome of(Set<String> accepted, Map<String, Integer> rows, List<String> deadLetters) {
        int lost = (int) accepted.stream()
                .filter(token -> !rows.containsKey(token))
                .filter(token -> deadLetters.stream().noneMatch(text -> text.contains('"' + token + '"')))
                .count();
        return new Outcome(lost, doubled(rows.values()), deadLetters.size());
    }

    private static int doubled(Collection<Integer> rows) {
        return (int) rows.stream().filter(count -> count > 1).count();
    }
}
