package io.logcast.producer.requests;

import io.logcast.producer.encodings.BrokenEncodingException;
import io.logcast.producer.encodings.ContentCoding;
import io.logcast.producer.encodings.Decoding;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.ToIntFunction;

/**
 * Reads the bodies of requests on their event loops. A refused body fails with a {@link RefusedException}; the rest of it is
 * read and dropped, so that a client that sends everything before it reads still gets the answer.
 */
@Singleton
public final class RequestBodies {

    /** Roughly the memory of an object, with the names and lists that lead to it. */
    private static final long BYTES_OF_AN_ELEMENT = 100;

    /** The key in the call's data for the {@link Place} of a request whose body is held as a whole. */
    private static final String PLACE = Place.class.getName();

    private static final long LAST_CALL_MILLIS = 10_000;

    /** Shippers gather up to 10 MB by default, where programs send a few events. */
    private static final int LARGER_OF_SHIPPERS = 4;

    private final RequestConfig config;
    private final OpenUploads openUploads;
    private final Budget budget;
    private final Budget uploads;
    private final int maxBodySize;

    RequestBodies(RequestConfig config, OpenUploads openUploads) {
        this.openUploads = openUploads;
        this.config = config;
        var maxBytes = config.maxInFlightSize().asLongValue();
        this.budget = new Budget(config.maxInFlight(), maxBytes);
        // So that whole bodies still have room, however many lines have begun.
        this.uploads = budget.part(config.maxUploads(), maxBytes / 2);
        this.maxBodySize = Math.toIntExact(config.maxBodySize().asLongValue());
    }

    /** How a streamed body ended. */
    public enum End {
        /** The whole body was read. */
        COMPLETE,
        /** The sink takes no more, or was told why the rest is refused; or the client paused while the service stops. */
        STOPPED
    }

    /** The whole body, decoded; held until the request is answered. */
    public CompletionStage<byte[]> whole(RoutingContext context) {
        return whole(context, body -> 0);
    }

    /**
     * The same for a body that is read into many objects, which are held just as long.
     *
     * @param elements counts the objects; may refuse the body
     */
    public CompletionStage<byte[]> whole(RoutingContext context, ToIntFunction<byte[]> elements) {
        return whole(context, maxBodySize, elements);
    }

    /** The same for a body of a shipper, which may be four times as large. */
    public CompletionStage<byte[]> shipped(RoutingContext context, ToIntFunction<byte[]> elements) {
        return whole(context, maxShippedSize(), elements);
    }

    /** The most bytes that a body of a shipper may have. */
    public int maxShippedSize() {
        return (int) Math.min(Integer.MAX_VALUE / 2, (long) LARGER_OF_SHIPPERS * maxBodySize);
    }

    private CompletionStage<byte[]> whole(RoutingContext context, int maxSize, ToIntFunction<byte[]> elements) {
        var request = context.request();
        var body = new CompletableFuture<byte[]>();
        try {
            var coding = coding(request);
            var place = admit(context, budget);
            context.put(PLACE, place);
            if (announced(request) > maxSize) {
                throw tooLarge(maxSize);
            }
            var decoding = open(coding, place);
            body.whenComplete((bytes, failure) -> decoding.close());
            collect(request, decoding, place, maxSize, body);
            return endedInTime(context, body).thenApply(bytes -> {
                takePlaceFor(elements.applyAsInt(bytes), place);
                return bytes;
            });
        } catch (RefusedException e) {
            forgetTheRest(context);
            return CompletableFuture.failedFuture(e);
        }
    }

    /**
     * Charges a request for this many more bytes, until it is answered. Has no effect unless its body is held as a
     * whole.
     *
     * @throws RefusedException if there is no room
     */
    public static void hold(RoutingContext context, long more) {
        Place place = context.get(PLACE);
        if (place != null) {
            place.grow(more);
        }
    }

    /** Hands the body to the sink, line by line. */
    public CompletionStage<End> lines(RoutingContext context, LineSink sink) {
        var request = context.request();
        Place place;
        Decoding decoding;
        try {
            var coding = coding(request);
            place = admit(context, uploads);
            decoding = open(coding, place);
        } catch (RefusedException e) {
            forgetTheRest(context);
            return CompletableFuture.failedFuture(e);
        }
        mayPause(context);
        invite(request);
        var lines = new LineSplitter(Math.toIntExact(config.maxLineSize().asLongValue()));
        var timeout = config.bodyTimeout().toNanos();
        var stream = new LineStream(request, decoding, lines, sink, place, timeout);
        Runnable stop = stream::stop;
        openUploads.add(stop);
        return stream.read()
                .whenComplete((end, failure) -> openUploads.remove(stop))
                .thenApply(end -> {
                    if (end != End.COMPLETE && !stream.hasSeenEnd()) {
                        forgetTheRest(context);
                    }
                    return end;
                });
    }

    private static void mayPause(RoutingContext context) {
        if (!context.response().closed()) {
            var guard = IdleGuard.of(context.request().connection());
            guard.begin();
            context.addEndHandler(ended -> guard.end());
        }
    }

    private static Place admit(RoutingContext context, Budget budget) {
        var place = Place.take(budget, 0);
        context.addEndHandler(ended -> place.end());
        if (context.response().closed()) {
            // The client left while the request was authenticated, before the handler was set.
            place.end();
        }
        return place;
    }

    /** A decoding's memory counts from the start, since many bodies may begin and never arrive. */
    private static Decoding open(ContentCoding coding, Place place) {
        var decoding = coding.open();
        if (!place.tryResize(decoding.held())) {
            decoding.close();
            throw Place.tooMany();
        }
        return decoding;
    }

    private static void collect(
            HttpServerRequest request, Decoding decoding, Place place, int maxSize, CompletableFuture<byte[]> body) {
        var collected = Buffer.buffer();
        request.exceptionHandler(broken -> body.completeExceptionally(new ClientGoneException(broken)));
        request.endHandler(nothing -> orFail(body, () -> {
            decoding.end();
            place.tryResize(collected.length());
            body.complete(collected.getBytes());
        }));
        request.handler(chunk -> orFail(body, () -> {
            decoding.feed(chunk.getBytes());
            for (var piece = decoding.next(); piece != null; piece = decoding.next()) {
                if (collected.length() + piece.length > maxSize) {
                    throw tooLarge(maxSize);
                }
                if (!place.tryResize(collected.length() + piece.length + decoding.held())) {
                    throw Place.tooMany();
                }
                collected.appendBytes(piece);
            }
            if (!place.tryResize(collected.length() + decoding.held())) {
                throw Place.tooMany();
            }
        }));
        invite(request);
        // Quarkus REST has paused it.
        request.resume();
    }

    private static void orFail(CompletableFuture<byte[]> body, Runnable step) {
        if (body.isDone()) {
            return;
        }
        try {
            step.run();
        } catch (BrokenEncodingException e) {
            body.completeExceptionally(
                    new RefusedException(RefusedException.BAD_REQUEST, String.valueOf(e.getMessage()), e));
        } catch (RuntimeException e) {
            body.completeExceptionally(e);
        }
    }

    private CompletionStage<byte[]> endedInTime(RoutingContext context, CompletableFuture<byte[]> body) {
        var timer = context.vertx()
                .setTimer(
                        config.bodyTimeout().toMillis(),
                        id -> body.completeExceptionally(new RefusedException(
                                RefusedException.TIMEOUT,
                                "The body did not arrive within %d ms"
                                        .formatted(config.bodyTimeout().toMillis()))));
        return body.whenComplete((bytes, failure) -> {
            context.vertx().cancelTimer(timer);
            if (failure != null) {
                forgetTheRest(context);
            }
        });
    }

    private void takePlaceFor(int elements, Place place) {
        if (elements > config.maxElements()) {
            throw new RefusedException(
                    RefusedException.TOO_LARGE,
                    "The body must have at most %d elements, and has %d".formatted(config.maxElements(), elements));
        }
        place.grow(elements * BYTES_OF_AN_ELEMENT);
    }

    private static RefusedException tooLarge(int maxSize) {
        return new RefusedException(RefusedException.TOO_LARGE, "The body must have at most " + maxSize + " bytes");
    }

    private static ContentCoding coding(HttpServerRequest request) {
        var coding = ContentCoding.of(request.headers().getAll("Content-Encoding"));
        if (coding == null) {
            throw new RefusedException(
                    RefusedException.UNSUPPORTED,
                    "Content-Encoding must be one of " + ContentCoding.ACCEPTED + ", or identity",
                    null,
                    Map.of("Accept-Encoding", ContentCoding.ACCEPTED));
        }
        return coding;
    }

    /** The body's length, which Netty has checked; -1 if the client did not announce it. */
    private static long announced(HttpServerRequest request) {
        var length = request.getHeader("Content-Length");
        return length == null ? -1 : Long.parseLong(length);
    }

    private static void invite(HttpServerRequest request) {
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            request.response().writeContinue();
        }
    }

    private static void forgetTheRest(RoutingContext context) {
        var request = context.request();
        if (request.isEnded()) {
            return;
        }
        var timer = context.vertx().setTimer(LAST_CALL_MILLIS, id -> cutOff(request));
        request.endHandler(ended -> context.vertx().cancelTimer(timer));
        request.exceptionHandler(broken -> context.vertx().cancelTimer(timer));
        request.handler(rest -> {}).resume();
    }

    /** Ends only this request's stream with HTTP/2, since its connection carries other requests too. */
    private static void cutOff(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset();
        } else {
            request.connection().close();
        }
    }
}
