package io.logcast.producer.splunk;

import io.logcast.model.wire.Ids;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The ids with which senders ask later whether their events are stored. Only stored events get one, so nothing has to be
 * remembered: an id proves itself by a checksum that it contains, over its number and its channel. So every replica
 * recognises the ids of all replicas, even after a restart, and rejects those of a Splunk server. It also accepts the
 * ids of another Logcast, which has stored those events.
 */
final class AckIds {

    private static final String CHANNEL_HEADER = "X-Splunk-Request-Channel";
    /** The longer the channel, the longer it takes to compute an id's checksum. */
    private static final int MAX_CHANNEL_LENGTH = 255;
    /** With the 32 bits of its number, an id has 52 bits, which a number in JavaScript holds exactly. */
    private static final int CHECK_BITS = 20;

    private static final long NUMBERS = 1L << 32;
    /** Other servers count from 0 and do not get this far. */
    private static final long FIRST_NUMBER = NUMBERS / 2;

    private AckIds() {}

    /** The channel of a request, which the sender chose; null if there is none. */
    static @Nullable String channelOf(HttpServerRequest request) {
        var header = request.getHeader(CHANNEL_HEADER);
        var channel = header == null || header.isBlank() ? request.getParam(CollectorResource.CHANNEL) : header;
        return channel == null || channel.isBlank() ? null : channel.strip();
    }

    /** Whether ids can be given in that channel. */
    static boolean isUsable(String channel) {
        return channel.length() <= MAX_CHANNEL_LENGTH;
    }

    /** An id for a request of that channel whose events the broker has stored. */
    static long next(String channel) {
        var number = ThreadLocalRandom.current().nextLong(FIRST_NUMBER, NUMBERS);
        return number << CHECK_BITS | check(channel, number);
    }

    /** Whether the id was given to a request of that channel. A made-up number passes once in a million. */
    static boolean isOf(String channel, long id) {
        var number = id >>> CHECK_BITS;
        return number >= FIRST_NUMBER && number < NUMBERS && id == (number << CHECK_BITS | check(channel, number));
    }

    private static long check(String channel, long number) {
        return Ids.named("logcast:ack:" + number + ":" + channel).getMostSignificantBits() >>> Long.SIZE - CHECK_BITS;
    }
}
