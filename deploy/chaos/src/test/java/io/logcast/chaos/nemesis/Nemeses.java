package io.logcast.chaos.nemesis;

import java.util.List;
import java.util.stream.Stream;

/** All nemeses, grouped by the layout that they need. */
public final class Nemeses {

    private Nemeses() {}

    public static final List<Nemesis> ALL = Stream.of(
                    NetworkNemeses.ALL,
                    BrokerNemeses.ALL,
                    ServiceNemeses.ALL,
                    DatabaseNemeses.ALL,
                    List.of(PauseNemeses.EACH_PAUSED),
                    List.of(BrokerNemeses.LEADER_KILLED, BrokerNemeses.ALL_RESTARTED),
                    PowerNemeses.ALL,
                    PartitionNemeses.ALL)
            .flatMap(List::stream)
            .toList();

    /** In the order of {@link #ALL}. */
    public static List<Nemesis> named(List<String> names) {
        var unknown = names.stream()
                .filter(name -> ALL.stream().noneMatch(nemesis -> nemesis.name().equals(name)))
                .toList();
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("No such nemesis: " + unknown + "; there are "
                    + ALL.stream().map(Nemesis::name).toList());
        }
        return ALL.stream().filter(nemesis -> names.contains(nemesis.name())).toList();
    }
}
