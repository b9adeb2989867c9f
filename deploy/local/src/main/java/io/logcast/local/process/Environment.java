package io.logcast.local.process;

import java.util.Map;
import java.util.function.Predicate;

/** A child process's environment: inherited variables, and those that are set in addition. */
public record Environment(Predicate<String> inherited, Map<String, String> variables) {

    public Environment {
        variables = Map.copyOf(variables);
    }

    /** All variables of this process, and the given ones. */
    public static Environment inheritingAll(Map<String, String> variables) {
        return new Environment(name -> true, variables);
    }

    void applyTo(Map<String, String> environment) {
        environment.keySet().removeIf(name -> !inherited.test(name));
        environment.putAll(variables);
    }
}
