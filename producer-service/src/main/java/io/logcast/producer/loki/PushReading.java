package io.logcast.producer.loki;

import io.logcast.producer.requests.RefusedException;
import java.util.List;

/** Reads the body of one push request, in two steps: its objects are counted before they are made. */
interface PushReading {

    /**
     * Takes the body.
     *
     * @return about how many objects its entries will become
     * @throws RefusedException 400 or 413 if it cannot be read
     */
    int elements(byte[] body);

    /**
     * The entries of the body that was taken.
     *
     * @throws RefusedException 400 if it is not a push request
     */
    List<PushedEntry> entries();

    static RefusedException malformed(String why) {
        return new RefusedException(RefusedException.BAD_REQUEST, "The body is not a push request: " + why);
    }
}
