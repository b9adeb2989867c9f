package io.logcast.security;

import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.regex.Pattern;

/** Recognises calls that change something, which a page of another site must therefore not make. */
public final class ChangingCalls {

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    /** A subscription's stream acknowledges what it has been sent. */
    private static final String SUBSCRIPTIONS = "/api/v1/subscriptions/";
    /** Routes are matched without them: {@code /subscriptions;x/name} is {@code /subscriptions/name}. */
    private static final Pattern MATRIX_PARAMETERS = Pattern.compile(";[^/]*");

    private ChangingCalls() {}

    /** Whether the call changes something, whatever its method says. */
    public static boolean has(RoutingContext call) {
        return !READING.contains(call.request().method().name())
                || MATRIX_PARAMETERS
                        .matcher(call.normalizedPath())
                        .replaceAll("")
                        .startsWith(SUBSCRIPTIONS);
    }
}
