package io.logcast.chaos.nemesis;

import java.util.List;
import java.util.stream.Stream;

/** The nemeses by name. */
public final class Nemeses {

    private Nemeses() {}

    /** Those that are survived, the one that needs a cluster last. */
    public static final List<Nemesis> SURVIVED = Stream.of(
                    NetworkNemeses.ALL,
                    BrokerNemeses.ALL,
                    ServiceNemeses.ALL,
                    DatabaseNemeses.ALL,
                    List.of(BrokerNemeses.LEADER_KILLED))
            .flatMap(List::stream)
            .toList();

    private static final List<Nemesis> ALL = Stream.concat(
                    SURVIVED.stream(), Stream.of(DatabaseNemeses.WHILE_CONNECTIONS_RESET))
            .toList();

    /** Always in the same order. */
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
