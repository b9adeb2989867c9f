package io.logcast.local.packages;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The part of dpkg's status that every machine of a release has: the essential packages and their dependencies. Other
 * installed packages may be removed later, so unpacked packages do not rely on them.
 */
final class BaseSystem {

    private static final Pattern ESSENTIAL = Pattern.compile("(?m)^(?:Essential: yes|Priority: required)$");
    private static final Pattern INSTALLED = field("Status", ".* ok installed");
    private static final Pattern NAME = field("Package", "(.+)");
    private static final Pattern NEEDS = field("(?:Pre-)?Depends", "(.+)");
    private static final Pattern PROVIDES = field("Provides", "(.+)");
    private static final Pattern SEPARATOR = Pattern.compile("[,|]");
    private static final Pattern BEHIND_THE_NAME = Pattern.compile("[ (:].*");

    private final List<String> installed;
    private final Map<String, Set<String>> byName = new HashMap<>();

    private BaseSystem(List<String> installed) {
        this.installed = installed;
        for (var entry : installed) {
            Stream.concat(values(NAME, entry), values(PROVIDES, entry))
                    .forEach(name -> byName.computeIfAbsent(name, unused -> new HashSet<>())
                            .add(entry));
        }
    }

    /** The entries of dpkg's status that belong to the base system. */
    static String of(String status) {
        var system = new BaseSystem(Pattern.compile("\n\n+")
                .splitAsStream(status)
                .filter(entry -> INSTALLED.matcher(entry).find())
                .toList());
        var needed = system.needed();
        return system.installed.stream().filter(needed::contains).collect(Collectors.joining("\n\n", "", "\n\n"));
    }

    private Set<String> needed() {
        var open = new ArrayDeque<>(installed.stream()
                .filter(entry -> ESSENTIAL.matcher(entry).find())
                .toList());
        var needed = new HashSet<>(open);
        while (!open.isEmpty()) {
            values(NEEDS, open.pop())
                    .flatMap(name -> byName.getOrDefault(name, Set.of()).stream())
                    .filter(needed::add)
                    .forEach(open::push);
        }
        return needed;
    }

    private static Stream<String> values(Pattern field, String entry) {
        return field.matcher(entry)
                .results()
                .flatMap(match -> SEPARATOR.splitAsStream(match.group(1)))
                .map(name -> BEHIND_THE_NAME.matcher(name.strip()).replaceFirst(""));
    }

    private static Pattern field(String name, String value) {
        return Pattern.compile("(?m)^" + name + ": " + value + "$");
    }
}
