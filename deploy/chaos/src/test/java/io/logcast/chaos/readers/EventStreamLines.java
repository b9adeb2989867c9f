package io.logcast.chaos.readers;

import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Reads Server-Sent Events line by line, as far as this project's services use them. */
abstract class EventStreamLines implements Flow.Subscriber<String> {

    private Flow.@Nullable Subscription subscription;
    private boolean isCancelled;
    private String id = "";
    private String name = "";
    private String data = "";

    /** The first line has come. */
    abstract void opened();

    /** A log event. */
    abstract void event(String id, String data);

    /** An event about the stream itself. */
    abstract void notice(String name);

    @Override
    public final void onSubscribe(Flow.Subscription given) {
        synchronized (this) {
            subscription = given;
            if (isCancelled) {
                given.cancel();
                return;
            }
        }
        given.request(Long.MAX_VALUE);
    }

    @Override
    public final void onNext(String line) {
        if (line.startsWith(":")) {
            opened();
        } else if (line.startsWith("id:")) {
            id = line.substring(3);
        } else if (line.startsWith("event:")) {
            name = line.substring(6);
        } else if (line.startsWith("data:")) {
            data = line.substring(5);
        } else if (line.isEmpty()) {
            ended();
        }
    }

    private void ended() {
        if (!name.isEmpty()) {
            notice(name);
        } else if (!data.isEmpty()) {
            event(id, data);
        }
        name = "";
        data = "";
    }

    @Override
    public final void onError(Throwable failure) {}

    @Override
    public final void onComplete() {}

    /** Closes the connection. */
    final synchronized void cancel() {
        isCancelled = true;
        if (subscription != null) {
            subscription.cancel();
        }
    }
}
