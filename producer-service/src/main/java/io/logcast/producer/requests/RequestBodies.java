package io.logcast.producer.requests;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.ToIntFunction;
import java.util.zip.GZIPInputStream;

/**
 * The bodies of requests, read on their event loops. What is refused fails with a {@link RefusedException}; what is left
 * of such a body is read and forgotten, so that a client that sends all before it reads still finds the answer.
 */
@Singleton
public final class RequestBodies {

    /** About what an object takes, and the names and lists that lead to it. */
    private static final long BYTES_OF_AN_ELEMENT = 100;

    private static final long LAST_CALL_MILLIS = 10_000;

    private final RequestConfig config;
    private final Budget budget;
    private final Budget uploads;
    private final int maxBodySize;

    RequestBodies(RequestConfig config) {
        this.config = config;
        var maxBytes = config.maxInFlightSize().asLongValue();
        this.budget = new Budget(config.maxInFlight(), maxBytes);
        // However many lines have begun, there is room for whole bodies.
        this.uploads = budget.part(config.maxUploads(), maxBytes / 2);
        this.maxBodySize = Math.toIntExact(config.maxBodySize().asLongValue());
    }

    /** How a streamed body came to its end. */
    public enum End {
        /** All of it was read. */
        COMPLETE,
        /** The sink wanted no more. */
        STOPPED,
        /** The client paused for too long, or within a line for too long altogether. */
        TIMED_OUT
    }

    /** All of the body, without its gzip encoding; held until the request is answered. */
    public CompletionStage<byte[]> whole(RoutingContext context) {
        return whole(context, body -> 0);
    }

    /**
     * The same for a body that is read into many objects, which are held as long.
     *
     * @param elements how many they will be; may refuse the body
     */
    public CompletionStage<byte[]> whole(RoutingContext context, ToIntFunction<byte[]> elements) {
        var request = context.request();
        var body = new CompletableFuture<byte[]>();
        try {
            var isGzip = isGzip(request);
            var place = admit(context, budget);
            if (announced(request) > maxBodySize) {
                throw tooLarge();
            }
            collect(request, place, body);
            return endedInTime(context, body)
                    .thenApply(bytes -> isGzip ? inflate(bytes, place) : bytes)
                    .thenApply(bytes -> {
                        takePlaceFor(elements.applyAsInt(bytes), place);
                        return bytes;
                    });
        } catch (RefusedException e) {
            forgetTheRest(context);
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Hands the body to the sink, line by line. */
    public CompletionStage<End> lines(RoutingContext context, LineSink sink) {
        var request = context.request();
        Place place;
        try {
            if (isGzip(request)) {
                throw unsupportedEncoding("A streamed body must not be compressed");
            }
            place = admit(context, uploads);
        } catch (RefusedException e) {
            forgetTheRest(context);
            return CompletableFuture.failedFuture(e);
        }
        invite(request);
        var lines = new LineSplitter(Math.toIntExact(config.maxLineSize().asLongValue()));
        return new LineStream(request, lines, sink, place, config.bodyTimeout().toNanos())
                .read(context.vertx())
                .thenApply(end -> {
                    if (end != End.COMPLETE) {
                        forgetTheRest(context);
                    }
                    return end;
                });
    }

    static RefusedException halfSent(Throwable cause) {
        return new RefusedException(RefusedException.BAD_REQUEST, "The body ended before its end", cause);
    }

    private static Place admit(RoutingContext context, Budget budget) {
        var place = Place.take(budget, 0);
        context.addEndHandler(ended -> place.end());
        if (context.response().closed()) {
            // Its client went while the request was authenticated, and the handler came too late.
            place.end();
        }
        return place;
    }

    private void collect(HttpServerRequest request, Place place, CompletableFuture<byte[]> body) {
        var collected = Buffer.buffer();
        request.exceptionHandler(broken -> body.completeExceptionally(halfSent(broken)));
        request.endHandler(nothing -> body.complete(collected.getBytes()));
        request.handler(chunk -> {
            try {
                if (collected.length() + chunk.length() > maxBodySize) {
                    throw tooLarge();
                }
                place.grow(chunk.length());
                collected.appendBuffer(chunk);
            } catch (RefusedException e) {
                body.completeExceptionally(e);
            }
        });
        invite(request);
        // Quarkus REST has paused it.
        request.resume();
    }

    private CompletionStage<byte[]> endedInTime(RoutingContext context, CompletableFuture<byte[]> body) {
        var timer = context.vertx()
                .setTimer(
                        config.bodyTimeout().toMillis(),
                        id -> body.completeExceptionally(new RefusedException(
                                RefusedException.TIMEOUT,
                                "The body was not there after %d ms"
                                        .formatted(config.bodyTimeout().toMillis()))));
        return body.whenComplete((bytes, failure) -> {
            context.vertx().cancelTimer(timer);
            if (failure != null) {
                forgetTheRest(context);
            }
        });
    }

    private byte[] inflate(byte[] gzip, Place place) {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
            var bytes = in.readNBytes(maxBodySize + 1);
            if (bytes.length > maxBodySize) {
                throw tooLarge();
            }
            place.grow(bytes.length);
            return bytes;
        } catch (IOException e) {
            throw new RefusedException(RefusedException.BAD_REQUEST, "The body is not gzip, or ends too early", e);
        }
    }

    private void takePlaceFor(int elements, Place place) {
        if (elements > config.maxElements()) {
            throw new RefusedException(
                    RefusedException.TOO_LARGE,
                    "The body must have at most %d elements, and has %d".formatted(config.maxElements(), elements));
        }
        place.grow(elements * BYTES_OF_AN_ELEMENT);
    }

    private RefusedException tooLarge() {
        return new RefusedException(RefusedException.TOO_LARGE, "The body must have at most " + maxBodySize + " bytes");
    }

    private static boolean isGzip(HttpServerRequest request) {
        var encoding = request.getHeader("Content-Encoding");
        return switch (encoding == null ? "identity" : encoding.toLowerCase(Locale.ROOT)) {
            case "identity" -> false;
            case "gzip" -> true;
            default -> throw unsupportedEncoding("Content-Encoding must be gzip or identity");
        };
    }

    private static RefusedException unsupportedEncoding(String detail) {
        return new RefusedException(RefusedException.UNSUPPORTED, detail);
    }

    /** The body's length, which Netty has checked; -1 if the client does not say it. */
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

    /** With HTTP/2 the connection is that of other requests too. */
    private static void cutOff(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset();
        } else {
            request.connection().close();
        }
    }
}
