package io.logcast.producer.requests;

import io.logcast.producer.encodings.BrokenEncodingException;
import io.logcast.producer.encodings.Decoding;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body line by line. It asks the socket for the next chunk only when the sink has taken all lines of the last. Confined
 * to the request's event loop.
 */
final class LineStream {

    private static final long TICK_MILLIS = 100;
    /** How long a client that goes on sending is still read when the upload has to end. */
    private static final long LAST_LINES_NANOS = 2_000_000_000L;

    /** Deflate reaches at most half of this ratio, logs much less; zstd can reach much more. */
    private static final long MAX_RATIO = 2000;
    /** This many bytes may be decoded of any body, whatever the ratio. */
    private static final long FREE_BYTES = 64L * 1024 * 1024;

    private final HttpServerRequest request;
    private final Decoding decoding;
    private final LineSplitter lines;
    private final LineSink sink;
    private final Place place;
    private final long timeoutNanos;
    private final ClientPatience patience;
    private final Context context;
    private final CompletableFuture<RequestBodies.End> end = new CompletableFuture<>();
    private boolean isTicking;
    private boolean isWaiting;
    /** What it holds did not fit into the budget when it wanted to ask for more. */
    private boolean isOverdrawn;
    /** A decoded piece that waits until the budget has room for it. */
    private byte @Nullable [] piece;

    private long withoutRoomSince;
    private boolean isFirstPiece;
    private long encodedBytes;
    private long decodedBytes;
    private long stoppingSince;
    private boolean isStopping;
    private boolean isQuiet;
    private boolean hasEnded;

    /** @param place grows and shrinks with what is held of the body */
    LineStream(
            Vertx vertx,
            HttpServerRequest request,
            Decoding decoding,
            LineSplitter lines,
            LineSink sink,
            Place place,
            long timeoutNanos) {
        this.request = request;
        this.decoding = decoding;
        this.lines = lines;
        this.sink = sink;
        this.place = place;
        this.timeoutNanos = timeoutNanos;
        this.patience = new ClientPatience(timeoutNanos, System::nanoTime);
        this.context = vertx.getOrCreateContext();
    }

    CompletionStage<RequestBodies.End> read() {
        request.pause();
        request.exceptionHandler(broken -> end.completeExceptionally(new ClientGoneException(broken)));
        request.endHandler(nothing -> onEnd());
        request.handler(this::onChunk);
        askForMore();
        return end.whenComplete((how, failure) -> decoding.close());
    }

    /** Ends the upload when the client pauses, or after a short time. From any thread. */
    void stop() {
        context.runOnContext(nothing -> {
            isStopping = true;
            stoppingSince = System.nanoTime();
            tickLater();
        });
    }

    private void onChunk(Buffer chunk) {
        isQuiet = false;
        patience.onChunk(lines.isInLine());
        proceed(() -> {
            if (!isWaiting) {
                throw new IllegalStateException("A chunk came that was not requested, and would replace another");
            }
            isWaiting = false;
            encodedBytes += chunk.length();
            decoding.feed(chunk.getBytes());
            isFirstPiece = true;
            pump();
        });
    }

    private void onEnd() {
        hasEnded = true;
        if (isWaiting) {
            proceed(this::takeLast);
        }
    }

    /** Runs a step; even a defect in it must not leave the request unanswered. */
    private void proceed(Runnable step) {
        if (end.isDone()) {
            return;
        }
        try {
            step.run();
        } catch (BrokenEncodingException e) {
            sink.refuseRest(new RefusedException(RefusedException.BAD_REQUEST, String.valueOf(e.getMessage()), e));
            end.complete(RequestBodies.End.STOPPED);
        } catch (RuntimeException e) {
            end.completeExceptionally(e);
        }
    }

    private void pump() {
        // A call that waited for room may come after the last chunk has been read to its end.
        if (isWaiting) {
            return;
        }
        while (!sink.isStopped()) {
            if (sink.isFull()) {
                sink.whenRoom(() -> proceed(this::pump));
                return;
            }
            var line = lines.next();
            if (line != null) {
                patience.onLine();
                sink.take(line);
            } else if (!hasTakenPiece()) {
                return;
            }
        }
        end.complete(RequestBodies.End.STOPPED);
    }

    /** Whether more lines have been taken in. */
    private boolean hasTakenPiece() {
        if (piece == null) {
            piece = decoding.next();
            if (piece != null) {
                withoutRoomSince = System.nanoTime();
            }
            decodedBytes += piece == null ? 0 : piece.length;
        }
        var next = piece;
        if (next == null) {
            askForMore();
            return false;
        }
        if (!place.tryResize(held() + next.length)) {
            tickLater();
            return false;
        }
        if (decodedBytes > FREE_BYTES && decodedBytes / MAX_RATIO > encodedBytes) {
            sink.refuseRest(new RefusedException(
                    RefusedException.TOO_LARGE, "The body is compressed more than " + MAX_RATIO + " times"));
            end.complete(RequestBodies.End.STOPPED);
            return false;
        }
        piece = null;
        lines.feed(next);
        if (isFirstPiece) {
            isFirstPiece = false;
            return true;
        }
        // Gives way to others: a small chunk may decode to many pieces.
        context.runOnContext(nothing -> proceed(this::pump));
        return false;
    }

    private long held() {
        return (long) lines.held() + sink.held() + decoding.held();
    }

    /**
     * Charges the upload for what it holds: gathered events can take more bytes than their lines did, and a decoding
     * holds unfinished blocks. If the budget has no room, gathered events are published first.
     */
    private boolean hasChargedHeld() {
        if (place.tryResize(held())) {
            return true;
        }
        sink.flush();
        return place.tryResize(held());
    }

    private void askForMore() {
        if (hasEnded) {
            takeLast();
        } else if (hasChargedHeld()) {
            isOverdrawn = false;
            isWaiting = true;
            patience.start();
            tickLater();
            request.fetch(1);
        } else {
            withoutRoomSince = isOverdrawn ? withoutRoomSince : System.nanoTime();
            isOverdrawn = true;
            tickLater();
        }
    }

    private void takeLast() {
        decoding.end();
        var last = lines.last();
        if (last != null) {
            sink.take(last);
        }
        end.complete(RequestBodies.End.COMPLETE);
    }

    /** Schedules the next tick only while something is pending, so an idle upload needs no timer. */
    private void tickLater() {
        var isPending = piece != null || isOverdrawn || lines.isInLine() || sink.held() > 0 || isStopping;
        if (isPending && !isTicking && !end.isDone()) {
            isTicking = true;
            context.owner().setTimer(TICK_MILLIS, id -> {
                isTicking = false;
                proceed(this::tick);
                tickLater();
            });
        }
    }

    private void tick() {
        if (piece != null || isOverdrawn) {
            sink.flush();
            awaitRoom();
        } else if (isWaiting) {
            sink.flush();
            place.tryResize(held());
            if (lines.isInLine() && patience.isOver()) {
                sink.refuseRest(new RefusedException(RefusedException.TIMEOUT, "A line did not end in time"));
                end.complete(RequestBodies.End.STOPPED);
            }
        }
        if (isStopping && !end.isDone()) {
            endSoon();
        }
    }

    private void awaitRoom() {
        if (System.nanoTime() - withoutRoomSince > timeoutNanos) {
            sink.refuseRest(Place.tooMany());
            end.complete(RequestBodies.End.STOPPED);
        } else {
            pump();
        }
    }

    /** If the client has paused at the end of a line and announced no more, the upload ends as if its body had ended. */
    private void endSoon() {
        var isBetweenLines = isWaiting && !lines.isInLine() && request.getHeader("Content-Length") == null;
        if (isBetweenLines && isQuiet) {
            end.complete(RequestBodies.End.STOPPED);
        } else if (System.nanoTime() - stoppingSince > LAST_LINES_NANOS) {
            sink.refuseRest(new RefusedException(RefusedException.UNAVAILABLE, "The service is being stopped"));
            end.complete(RequestBodies.End.STOPPED);
        }
        isQuiet = isBetweenLines;
    }
}
