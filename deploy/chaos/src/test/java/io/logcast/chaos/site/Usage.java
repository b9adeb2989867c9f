package io.logcast.chaos.site;

import java.util.Map;
import java.util.TreeMap;

/** How many things of each kind are in use: of the broker's, and threads of the services. */
public record Usage(Map<String, Integer> counts) {

    public Usage {
        counts = Map.copyOf(counts);
    }

    /** How many more there are of each kind; kinds of which there are not more are left out. */
    public Map<String, Integer> beyond(Usage usual) {
        var excess = new TreeMap<String, Integer>();
        counts.forEach((kind, count) -> {
            int more = count - usual.counts.getOrDefault(kind, 0);
            if (more > 0) {
                excess.put(kind, more);
            }
        });
        return excess;
    }
}
