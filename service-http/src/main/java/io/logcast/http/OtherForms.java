package io.logcast.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.lang.annotation.Annotation;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Rewrites the {@link Problem}s of calls whose errors have another form. */
final class OtherForms {

    private static final Annotation[] NONE = {};

    @ServerResponseFilter
    void rewrite(ContainerResponseContext response, HttpServerRequest request) {
        if (response.getEntity() instanceof String problem && Problem.TYPE.equals(response.getMediaType())) {
            ErrorForm.of(request).ifPresent(form -> {
                var detail = new JsonObject(problem).getString("detail");
                var status = response.getStatus();
                response.setEntity(form.body(request, status, detail), NONE, form.type(request));
                response.setStatus(form.status(request, status));
            });
        }
    }
}
