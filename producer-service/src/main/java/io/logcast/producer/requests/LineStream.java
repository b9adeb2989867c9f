package io.logcast.producer.requests;

import io.logcast.producer.encodings.BrokenEncodingException;
import io.logcast.producer.encodings.Decoding;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Reads a body line by line. It asks the socket for the next chunk only when the sink has taken all lines of the last. Confined
 * to the request's event loop.
 */
final class LineStream {

    private static final long TICK_MILLIS = 100;
    /** An upload that brings less in a tick has paused, or is slow: its messages go out before they are full. */
    private static final long FAST_BYTES = 64 * 1024;
    /** For how many ticks the messages of a fast upload may go on filling. */
    private static final int MOST_TICKS_HELD = 10;

    private final HttpServerRequest request;
    private final BodyPieces pieces;
    private final LineSplitter lines;
    private final LineSink sink;
    private final Room room;
    private final ClientPatience patience;
    private final Context context;
    private final Stopping stopping = new Stopping();
    private final CompletableFuture<RequestBodies.End> end = new CompletableFuture<>();
    private boolean isTicking;
    private boolean isWaiting;
    private long bytesSinceTick;
    private int ticksSinceFlush;
    private boolean hasEnded;

    /**
     * Must be created on the request's event loop.
     *
     * @param place grows and shrinks with the bytes that are held of the body
     * @param timeoutNanos how long the client may take for a line that has begun, and how long the upload waits for room
     *     in the budget
     */
    LineStream(
            HttpServerRequest request,
            Decoding decoding,
            LineSplitter lines,
            LineSink sink,
            Place place,
            long timeoutNanos) {
        this.request = request;
        this.pieces = new BodyPieces(decoding);
        this.lines = lines;
        this.sink = sink;
        this.room = new Room(place, timeoutNanos);
        this.patience = new ClientPatience(timeoutNanos, System::nanoTime);
        this.context = Vertx.currentContext();
    }

    CompletionStage<RequestBodies.End> read() {
        request.pause();
        request.exceptionHandler(broken -> end.completeExceptionally(new ClientGoneException(broken)));
        request.endHandler(nothing -> onEnd());
        request.handler(this::onChunk);
        askForMore();
        return end.whenComplete((how, failure) -> pieces.close());
    }

    /** Ends the upload when the client pauses, or after a short time. From any thread. */
    void stop() {
        context.runOnContext(nothing -> {
            stopping.begin();
            tickLater();
        });
    }

    /** Whether all of the body came. The request does not say so while it is paused. */
    boolean hasSeenEnd() {
        return hasEnded;
    }

    private void onChunk(Buffer chunk) {
        stopping.onChunk();
        patience.onChunk(isHalf());
        proceed(() -> {
            if (!isWaiting) {
                throw new IllegalStateException("A chunk came that was not requested, and would replace another");
            }
            isWaiting = false;
            pieces.feed(chunk.getBytes());
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

    /** Takes the next piece. False if there is none, or no room for it now, or reading goes on in another turn. */
    private boolean hasTakenPiece() {
        var next = pieces.peek();
        if (next == null) {
            askForMore();
            return false;
        }
        if (!room.fits(held() + next.length)) {
            tickLater();
            return false;
        }
        if (pieces.isTooDense()) {
            sink.refuseRest(new RefusedException(
                    RefusedException.TOO_LARGE, "The body is compressed more than " + BodyPieces.MAX_RATIO + " times"));
            end.complete(RequestBodies.End.STOPPED);
            return false;
        }
        var isFirst = pieces.take();
        lines.feed(next);
        bytesSinceTick += next.length;
        if (isFirst) {
            return true;
        }
        // Lets the event loop serve others, since a small chunk may decode to many pieces.
        context.runOnContext(nothing -> proceed(this::pump));
        return false;
    }

    private long held() {
        return (long) lines.held() + sink.held() + sink.kept() + pieces.held();
    }

    /** Whether the client has begun something that it has to finish: a line, or a block of its coding. */
    private boolean isHalf() {
        return lines.isInLine() || pieces.isInBlock();
    }

    /**
     * Charges the upload for what it holds: gathered events can take more bytes than their lines did, and a decoding
     * holds unfinished blocks. If the budget has no room, gathered events are published first.
     */
    private boolean hasChargedHeld() {
        if (room.fits(held())) {
            return true;
        }
        sink.flush();
        return room.fits(held());
    }

    private void askForMore() {
        if (hasEnded) {
            takeLast();
        } else if (hasChargedHeld()) {
            isWaiting = true;
            patience.start();
            tickLater();
            request.fetch(1);
        } else {
            tickLater();
        }
    }

    private void takeLast() {
        pieces.end();
        var last = lines.last();
        if (last != null) {
            sink.take(last);
        }
        end.complete(RequestBodies.End.COMPLETE);
    }

    /** Schedules the next tick only while something is pending, so an idle upload needs no timer. */
    private void tickLater() {
        var isPending = room.isShort() || isHalf() || sink.held() > 0 || stopping.hasBegun();
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
        if (room.isShort()) {
            sink.flush();
            awaitRoom();
        } else if (isWaiting) {
            flushUnlessFast();
            room.follow(held());
            if (isHalf() && patience.isOver()) {
                var what = lines.isInLine() ? "A line" : "A block of the body's coding";
                sink.refuseRest(new RefusedException(RefusedException.TIMEOUT, what + " did not end in time"));
                end.complete(RequestBodies.End.STOPPED);
            }
        }
        if (stopping.hasBegun() && !end.isDone()) {
            endSoon();
        }
    }

    /** Called while a chunk is awaited. That alone is not a pause, since a stream waits between any two chunks. */
    private void flushUnlessFast() {
        var isFast = bytesSinceTick >= FAST_BYTES;
        bytesSinceTick = 0;
        ticksSinceFlush++;
        if (!isFast || ticksSinceFlush >= MOST_TICKS_HELD) {
            ticksSinceFlush = 0;
            sink.flush();
        }
    }

    private void awaitRoom() {
        if (room.isOver()) {
            sink.refuseRest(Place.tooMany());
            end.complete(RequestBodies.End.STOPPED);
        } else {
            pump();
        }
    }

    /** If the client has paused at the end of a line and announced no length, the upload ends as if its body had ended. */
    private void endSoon() {
        var isBetweenLines = isWaiting && !isHalf() && request.getHeader("Content-Length") == null;
        if (stopping.hasPaused(isBetweenLines)) {
            end.complete(RequestBodies.End.STOPPED);
        } else if (stopping.isOver()) {
            sink.refuseRest(new RefusedException(RefusedException.UNAVAILABLE, "The service is being stopped"));
            end.complete(RequestBodies.End.STOPPED);
        }
    }
}
