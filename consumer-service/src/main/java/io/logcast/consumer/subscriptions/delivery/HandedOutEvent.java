package io.logcast.consumer.subscriptions.delivery;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.logcast.consumer.subscriptions.delivery.HeldMessage.HandedOut;
import io.logcast.model.event.LogEvent;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An event for a subscriber.
 *
 * @param ackId for acknowledging it; absent if it is acknowledged already
 * @param redelivered true if it was delivered before, to any reader
 * @param replayed true if it comes from the archive
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Event")
record HandedOutEvent(
        @Nullable String ackId,
        @Nullable Boolean redelivered,
        @Nullable Boolean replayed,
        LogEvent event) {

    /** @param replica the one that answers for the event; null if it is acknowledged */
    static HandedOutEvent of(HandedOut out, @Nullable UUID replica) {
        return new HandedOutEvent(
                replica == null ? null : new AckId(replica, out.message().number(), out.index()).toString(),
                out.redelivered() ? true : null,
                out.message().received().delivery().replay() == null ? null : true,
                out.event());
    }
}
