package io.logcast.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.logcast.model.event.InvalidLogEventException;
import io.logcast.model.wire.JsonFault;
import io.logcast.model.wire.MalformedJsonException;
import io.quarkus.security.ForbiddenException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.handler.HttpException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers refusals by the services, JAX-RS, Jackson and Quarkus, and unexpected failures, as {@link Problem}s. */
final class Refusals {

    private static final Logger LOG = Logger.getLogger(Refusals.class);
    private static final String NOBODY = "This call is not open to any role";

    private final DescribedCalls calls;

    Refusals(DescribedCalls calls) {
        this.calls = calls;
    }

    @ServerExceptionMapper
    Response refused(ProblemException e) {
        return e.response();
    }

    @ServerExceptionMapper
    Response invalidEvent(InvalidLogEventException e) {
        return new InvalidFieldException(e.field(), e.reason()).response();
    }

    @ServerExceptionMapper
    Response malformed(MalformedJsonException e) {
        return notJson(String.valueOf(e.getMessage()));
    }

    @ServerExceptionMapper
    Response refused(WebApplicationException e, HttpServerRequest request) {
        var response = e.getResponse();
        if (response.hasEntity()) {
            return response;
        }
        if (e.getCause() instanceof JsonProcessingException invalid) {
            return invalidJson(invalid);
        }
        var problem = Problem.of(response.getStatusInfo(), detail(e, request));
        response.getStringHeaders().forEach((name, values) -> problem.header(name, String.join(", ", values)));
        var allowed = allowed(request);
        if (response.getStatus() == Status.METHOD_NOT_ALLOWED.getStatusCode() && !allowed.isEmpty()) {
            problem.header(HttpHeaders.ALLOW, allowed).with("detail", detail(e, request) + "; allowed: " + allowed);
        }
        return problem.response();
    }

    /** The allowed methods, since JAX-RS does not name them if there are several. */
    private String allowed(HttpServerRequest request) {
        return String.join(", ", calls.methods(request.path()));
    }

    /** The exception's own message is for developers: it names methods and annotations of this program. */
    private String detail(WebApplicationException e, HttpServerRequest request) {
        return switch (e.getResponse().getStatus()) {
            case 404 -> "Nothing is at " + request.path();
            case 405 -> request.method() + " is not allowed here";
            case 406 -> "The answer has none of the types that the header Accept asks for";
            case 415 -> unsupported(request);
            default -> "The request cannot be read";
        };
    }

    private String unsupported(HttpServerRequest request) {
        var type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        var accepted = String.join(", ", calls.types(request.method().name(), request.path()));
        return (type == null ? "The header Content-Type is missing" : "The Content-Type " + type + " is not supported")
                + (accepted.isEmpty() ? "" : "; supported: " + accepted);
    }

    @ServerExceptionMapper
    Response invalidJson(JsonProcessingException e) {
        if (e instanceof JsonMappingException wrongType) {
            return JsonMistakes.problem(wrongType).response();
        }
        return notJson(JsonFault.describe(e));
    }

    private static Response notJson(String reason) {
        return ProblemException.badRequest("The body is not JSON: " + reason).response();
    }

    /** Quarkus would answer this one without a detail. */
    @ServerExceptionMapper
    Response wrongType(MismatchedInputException e) {
        return invalidJson(e);
    }

    /** A refusal by Vert.x of something that it reads when first needed, such as the query. */
    @ServerExceptionMapper
    Response refusedByVertx(HttpException e) {
        return Problem.of(e.getStatusCode(), RouterProblems.detail(e.getStatusCode()))
                .response();
    }

    @ServerExceptionMapper
    Response forbidden(ForbiddenException e) {
        return Problem.of(Status.FORBIDDEN, e.getMessage() == null ? NOBODY : e.getMessage())
                .response();
    }

    @ServerExceptionMapper
    Response unexpected(Exception e, HttpServerRequest request) {
        LOG.errorf(e, "%s %s failed", request.method(), request.path());
        return Problem.of(Status.INTERNAL_SERVER_ERROR, "This is a fault of the service; its log says more")
                .response();
    }
}
