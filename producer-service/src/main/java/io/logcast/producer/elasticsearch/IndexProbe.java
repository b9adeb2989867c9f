package io.logcast.producer.elasticsearch;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityPolicy;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;

/**
 * {@code HEAD /{index}}: clients ask whether an index exists, and create it if not. Documents of every index are accepted, so
 * every index exists. It is not a JAX-RS resource, since that would answer 405 to other methods, although nothing
 * exists there.
 */
@Singleton
final class IndexProbe implements HttpSecurityPolicy {

    private static final Pattern INDEX =
            Pattern.compile("/[^_/][^/]{0,%d}".formatted(BulkResource.MAX_INDEX_LENGTH - 1));

    void register(@Observes Router router) {
        // With a parameter in the path, all indexes share one label in the metrics.
        router.head("/:index").handler(IndexProbe::answer);
    }

    private static void answer(RoutingContext call) {
        if (isOfIndex(call)) {
            call.response().end();
        } else {
            call.next();
        }
    }

    private static boolean isOfIndex(RoutingContext call) {
        return INDEX.matcher(call.normalizedPath()).matches();
    }

    /** The policy's name in the configuration, where path patterns cannot limit the number of segments. */
    @Override
    public String name() {
        return "index";
    }

    @Override
    public Uni<CheckResult> checkPermission(
            RoutingContext call, Uni<SecurityIdentity> identity, AuthorizationRequestContext context) {
        return Uni.createFrom().item(isOfIndex(call) ? CheckResult.PERMIT : CheckResult.DENY);
    }
}
