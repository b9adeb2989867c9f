package io.logcast.security;

import io.logcast.security.SecurityConfig.Authentication;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Without authentication the main port has health and metrics too, so that one address is enough. */
@Singleton
final class OpenManagement {

    private static final List<String> PATHS = List.of("/q/health*", "/q/metrics*");

    private @Nullable Router mainPort;

    void mainPort(@Observes Router router) {
        mainPort = router;
    }

    void managementPort(@Observes ManagementInterface management, SecurityConfig security) {
        if (mainPort != null && security.authentication() == Authentication.NONE) {
            for (var path : PATHS) {
                mainPort.route(path).handler(call -> management.router().handle(call.request()));
            }
        }
    }
}
