package io.logcast.chaos.nemesis;

import java.util.List;
import java.util.stream.Stream;

/** The nemeses by name. */
public final class Nemeses {

    private Nemeses() {}

    /** Those that lose nothing, grouped by the layout that they need. */
    public static final List<Nemesis> ALL = Stream.of(
                    NetworkNemeses.ALL,
                    BrokerNemeses.ALL,
                    ServiceNemeses.ALL,
                    DatabaseNemeses.ALL,
                    List.of(PauseNemeses.EACH_PAUSED),
                    List.of(ClockNemeses.SET),
                    List.of(BrokerNemeses.LEADER_KILLED, BrokerNemeses.ALL_RESTARTED),
                    PowerNemeses.ALL,
                    DiskNemeses.ALL,
                    PartitionNemeses.ALL,
                    List.of(ReleaseNemeses.CHANGED))
            .flatMap(List::stream)
            .toList();

    private static final List<Nemesis> KNOWN = Stream.concat(
                    ALL.stream(), Stream.of(DatabaseNemeses.ASYNCHRONOUS_FAILOVER))
            .toList();

    /** In the order of {@link #ALL}, followed by those that lose events by design. */
    public static List<Nemesis> named(List<String> names) {
        var unknown = names.stream()
                .filter(name ->
                        KNOWN.stream().noneMatch(nemesis -> nemesis.name().equals(name)))
                .toList();
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("No such nemesis: " + unknown + "; there are "
                    + KNOWN.stream().map(Nemesis::name).toList());
        }
        return KNOWN.stream().filter(nemesis -> names.contains(nemesis.name())).toList();
    }
}
