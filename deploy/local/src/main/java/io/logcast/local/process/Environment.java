package io.logcast.local.process;

import java.util.Map;
import java.util.function.Predicate;

/** A child's environment: what it inherits from this process, and what is set on top. */
public record Environment(Predicate<String> inherited, Map<String, String> variables) {

    public Environment {
        variables = Map.copyOf(variables);
    }

    /** All that this process has, and the given variables. */
    public static Environment inheritingAll(Map<String, String> variables) {
        return new Environment(name -> true, variables);
    }

    void applyTo(Map<String, String> environment) {
        environment.keySet().removeIf(name -> !inherited.test(name));
        environment.putAll(variables);
    }
}
