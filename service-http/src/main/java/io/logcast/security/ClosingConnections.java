package io.logcast.security;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * While the service stops, each answer tells the client to close its connection (RFC 9112, section 9.6), so that its next call
 * goes to another replica and not into a connection that is about to be cut. HTTP/2 has GOAWAY for that.
 */
@Singleton
final class ClosingConnections {

    // Before authentication, so that refusals say it too.
    private static final int FIRST = 1000;

    private volatile boolean stopping;

    void register(@Observes Filters filters) {
        filters.register(this::tell, FIRST);
    }

    void stop(@Observes ShutdownDelayInitiatedEvent stoppingSoon) {
        stopping = true;
    }

    private void tell(RoutingContext call) {
        if (call.request().version() != HttpVersion.HTTP_2) {
            // Not now: the stop may begin while the answer is being made.
            call.addHeadersEndHandler(headersAreWritten -> {
                if (stopping) {
                    call.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
                }
            });
        }
        call.next();
    }
}
