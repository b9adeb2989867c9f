package io.logcast.http.parameters;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Set;

/**
 * Refuses query parameters that are unknown, blank or given twice, before the call does anything: a filter with a typing
 * error, or an unset variable of a script, must not match everything.
 */
final class QueryParameterCheck implements ContainerRequestFilter {

    // An answer repeats at most this much of a client's own text.
    private static final int LONGEST_NAME = 100;

    private final Set<String> names;
    private final Set<String> prefixes;

    QueryParameterCheck(Set<String> names, Set<String> prefixes) {
        this.names = names;
        this.prefixes = prefixes;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        check(request.getUriInfo());
    }

    void check(UriInfo uri) {
        uri.getQueryParameters().forEach(this::check);
    }

    private void check(String name, List<String> values) {
        if (!names.contains(name) && prefixes.stream().noneMatch(name::startsWith)) {
            throw invalid(name, "unknown parameter; " + known());
        }
        if (values.size() > 1) {
            throw invalid(name, "must be given only once");
        }
        if (values.get(0).isBlank()) {
            throw invalid(name, "must not be blank; leave it out instead");
        }
    }

    private String known() {
        if (names.isEmpty()) {
            return "this call has none";
        }
        var others = prefixes.isEmpty() ? "" : ", " + String.join("NAME, ", prefixes) + "NAME";
        return "this call has " + String.join(", ", names) + others;
    }

    private static InvalidParameterException invalid(String name, String reason) {
        return new InvalidParameterException(
                name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "...", reason);
    }
}
