package io.logcast.producer.requests;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body line by line, asking the socket for the next chunk only when the sink has taken all of the last. Confined
 * to the request's event loop.
 */
final class LineStream {

    private static final long TICK_MILLIS = 100;

    private final HttpServerRequest request;
    private final LineSplitter lines;
    private final LineSink sink;
    private final Place place;
    private final long timeoutNanos;
    private final ClientPatience patience;
    private final CompletableFuture<RequestBodies.End> end = new CompletableFuture<>();
    private boolean isWaiting;
    /** It waits until there is room for it. */
    private byte @Nullable [] arrived;

    private long arrivedAt;
    private boolean hasEnded;

    /** @param place grows and shrinks with what is held of the body */
    LineStream(HttpServerRequest request, LineSplitter lines, LineSink sink, Place place, long timeoutNanos) {
        this.request = request;
        this.lines = lines;
        this.sink = sink;
        this.place = place;
        this.timeoutNanos = timeoutNanos;
        this.patience = new ClientPatience(timeoutNanos, System::nanoTime);
    }

    CompletionStage<RequestBodies.End> read(Vertx vertx) {
        request.pause();
        request.exceptionHandler(broken -> end.completeExceptionally(RequestBodies.halfSent(broken)));
        request.endHandler(nothing -> onEnd());
        request.handler(this::onChunk);
        var timer = vertx.setPeriodic(TICK_MILLIS, id -> tick());
        askForMore();
        return end.whenComplete((how, failure) -> vertx.cancelTimer(timer));
    }

    private void onChunk(Buffer chunk) {
        if (!end.isDone()) {
            isWaiting = false;
            patience.onChunk(lines.isInLine());
            arrivedAt = System.nanoTime();
            arrived = chunk.getBytes();
            proceed(this::takeArrived);
        }
    }

    private void takeArrived() {
        var chunk = arrived;
        if (chunk == null) {
            return;
        }
        if (place.tryResize(held() + chunk.length)) {
            arrived = null;
            lines.feed(chunk);
            pump();
        } else if (System.nanoTime() - arrivedAt > timeoutNanos) {
            sink.refuseRest(Place.tooMany());
            end.complete(RequestBodies.End.STOPPED);
        }
    }

    private long held() {
        return (long) lines.held() + sink.held();
    }

    /** Lines may be larger where they are gathered than they were in the body. */
    private void chargeHeld() {
        if (!place.tryResize(held())) {
            sink.flush();
            place.tryResize(held());
        }
    }

    private void onEnd() {
        hasEnded = true;
        if (isWaiting) {
            proceed(this::takeLast);
        }
    }

    /** A defect must not leave the request unanswered. */
    private void proceed(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            end.completeExceptionally(e);
        }
    }

    private void pump() {
        while (!sink.isStopped()) {
            if (sink.isFull()) {
                sink.whenRoom(() -> proceed(this::pump));
                return;
            }
            var line = lines.next();
            if (line == null) {
                askForMore();
                return;
            }
            patience.onLine();
            sink.take(line);
        }
        end.complete(RequestBodies.End.STOPPED);
    }

    private void askForMore() {
        if (hasEnded) {
            takeLast();
        } else {
            chargeHeld();
            isWaiting = true;
            patience.start();
            request.fetch(1);
        }
    }

    private void takeLast() {
        var last = lines.last();
        if (last != null && !end.isDone()) {
            sink.take(last);
        }
        end.complete(RequestBodies.End.COMPLETE);
    }

    private void tick() {
        if (arrived != null && !end.isDone()) {
            sink.flush();
            proceed(this::takeArrived);
        } else if (isWaiting && !end.isDone()) {
            sink.flush();
            chargeHeld();
            if (patience.isOver()) {
                end.complete(RequestBodies.End.TIMED_OUT);
            }
        }
    }
}
