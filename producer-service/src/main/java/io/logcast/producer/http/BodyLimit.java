package io.logcast.producer.http;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Answers a body that is too large with problem details; Quarkus' own 413 has no body. One that is announced as too
 * large is not read; one of unknown length is read up to the limit.
 */
@Provider
@Singleton
class BodyLimit implements ReaderInterceptor {

    private static final int BEFORE_QUARKUS_LIMIT = 100;
    private static final Status TOO_LARGE = Status.REQUEST_ENTITY_TOO_LARGE;
    private static final String TITLE = "Content Too Large";

    private final int maxBytes;
    private final HttpServerRequest request;

    BodyLimit(@ConfigProperty(name = "logcast.max-body-size") MemorySize maxBodySize, HttpServerRequest request) {
        this.maxBytes = Math.toIntExact(maxBodySize.asLongValue());
        this.request = request;
    }

    void register(@Observes Filters filters) {
        filters.register(this::checkAnnounced, BEFORE_QUARKUS_LIMIT);
    }

    private void checkAnnounced(RoutingContext context) {
        var length = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null || Long.parseLong(length) <= maxBytes) {
            context.next();
            return;
        }
        var problem = new JsonObject()
                .put("status", TOO_LARGE.getStatusCode())
                .put("title", TITLE)
                .put("detail", detail());
        context.response()
                .setStatusCode(TOO_LARGE.getStatusCode())
                .putHeader(HttpHeaders.CONTENT_TYPE, HttpProblem.MEDIA_TYPE.toString())
                .end(problem.toBuffer());
        dropTheRest(context.request());
    }

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        if (context.getHeaders().containsKey(HttpHeaders.CONTENT_LENGTH)) {
            return context.proceed();
        }
        var body = context.getInputStream().readNBytes(maxBytes + 1);
        if (body.length > maxBytes) {
            dropTheRest(request);
            throw HttpProblem.builder()
                    .withStatus(TOO_LARGE)
                    .withTitle(TITLE)
                    .withDetail(detail())
                    .build();
        }
        context.setInputStream(new ByteArrayInputStream(body));
        return context.proceed();
    }

    private String detail() {
        return "The body must have at most " + maxBytes + " bytes";
    }

    /** A client that sends all of its body before it reads still finds the answer. */
    private static void dropTheRest(HttpServerRequest request) {
        request.handler(rest -> {}).resume();
    }
}
