package io.logcast.producer.logs;

import io.logcast.model.event.LogEvent;
import io.logcast.model.wire.LogMessage;
import io.logcast.model.wire.RoutingAttributes;
import io.logcast.producer.cloudevents.CloudEvents;
import io.logcast.producer.fields.Handling;
import io.logcast.producer.fields.JsonBody;
import io.logcast.producer.fields.QueryDefaults;
import io.logcast.producer.logs.LogResource.Accepted;
import io.logcast.producer.requests.Line;
import io.logcast.producer.requests.RefusedException;
import io.logcast.producer.requests.RequestBodies;
import io.logcast.producer.requests.StrictJson;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Iterator;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Reads the events of a request in its format, and publishes them. */
@Singleton
final class LogRequests {

    private static final int LOWEST_ERROR = 400;

    private final RequestBodies bodies;
    private final Batches batches;
    private final EventDefaults defaults;
    private final RoutingAttributes routingAttributes;
    private final CloudEvents cloudEvents;

    LogRequests(
            RequestBodies bodies,
            Batches batches,
            EventDefaults defaults,
            RoutingAttributes routingAttributes,
            CloudEvents cloudEvents) {
        this.bodies = bodies;
        this.batches = batches;
        this.defaults = defaults;
        this.routingAttributes = routingAttributes;
        this.cloudEvents = cloudEvents;
    }

    /**
     * The answer once the broker has confirmed all events of the request.
     *
     * @param destination where they go
     * @throws RefusedException if the request is refused before its body is read
     */
    CompletionStage<? extends RestResponse<?>> accept(
            RoutingContext context, @Nullable String idempotencyKey, Destination destination) {
        var request = context.request();
        var fallbacks = QueryDefaults.of(request);
        var key = EventDefaults.key(idempotencyKey, context);
        var type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        // A content type of CloudEvents is more reliable than a header that a proxy may have left.
        if (request.getHeader(CloudEvents.VERSION_HEADER) != null && !EventFormat.CLOUDEVENTS.isNamedBy(type)) {
            return bodies.whole(context)
                    .thenCompose(body -> publish(destination, cloudEvents.binary(request.headers(), body, fallbacks)));
        }
        var format = BodyFormat.of(type);
        var handling = format.isLoose() ? Handling.of(context) : Handling.STRICT;
        var reading = new EventReading(defaults, handling, key, fallbacks);
        return switch (format) {
            case JSON -> bodies.whole(context).thenCompose(body -> publishJson(destination, context, body, reading));
            case UNSAID -> {
                if (handling == Handling.STRICT) {
                    throw BodyFormat.unsupported();
                }
                yield bodies.whole(context)
                        .thenApply(BodyFormat::json)
                        .thenCompose(body -> publishJson(destination, context, body, reading));
            }
            case LINES_OF_JSON -> publishLines(destination, context, reading::line);
            case LINES_OF_TEXT -> publishLines(destination, context, reading::text);
            case CLOUD_EVENT ->
                bodies.whole(context, StrictJson::elements)
                        .thenCompose(body -> publish(destination, cloudEvents.structured(body, fallbacks)));
            case CLOUD_EVENTS ->
                bodies.whole(context, StrictJson::elements)
                        .thenCompose(body -> publishAll(destination, context, cloudEvents.batch(body, fallbacks)));
        };
    }

    /** One event, or many: the elements of an array, or several objects in a row. */
    private CompletionStage<RestResponse<?>> publishJson(
            Destination destination, RoutingContext context, byte[] body, EventReading reading) {
        var events = JsonBody.of(body);
        return reading.isOne(events)
                ? publish(destination, reading.only(body)).thenApply(answer -> answer)
                : publishAll(destination, context, events.each(part -> reading.part(body, part)))
                        .thenApply(answer -> answer);
    }

    private CompletionStage<RestResponse<BatchAnswer>> publishAll(
            Destination destination, RoutingContext context, Iterator<Supplier<LogEvent>> events) {
        return batches.ofBody(context, destination, EventFormat.of(context.request()))
                .addAllAndEnd(events)
                .thenApply(LogRequests::answer);
    }

    private CompletionStage<RestResponse<Accepted>> publish(Destination destination, LogEvent event) {
        return destination
                .publish(LogMessage.of(event, routingAttributes))
                .thenApply(confirmed -> RestResponse.status(RestResponse.Status.ACCEPTED, new Accepted(event.id())));
    }

    private CompletionStage<RestResponse<BatchAnswer>> publishLines(
            Destination destination, RoutingContext context, Function<Line, LogEvent> reader) {
        var batch = batches.ofUpload(context, destination, EventFormat.of(context.request()));
        return bodies.lines(context, new LogLines(batch, reader))
                .thenCompose(end -> batch.end())
                .thenApply(LogRequests::answer);
    }

    private static RestResponse<BatchAnswer> answer(BatchAnswer answer) {
        if (answer.status() >= LOWEST_ERROR) {
            throw new BatchRefusedException(answer);
        }
        return RestResponse.ResponseBuilder.<BatchAnswer>create(answer.status())
                .entity(answer)
                .build();
    }
}
