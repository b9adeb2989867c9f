package io.logcast.consumer.subscriptions.delivery;

import io.logcast.model.wire.Ids;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Names an event that was handed out: the replica that answers for it, the delivery, and the event in it.
 *
 * @param delivery the number of the delivery on that replica
 * @param event the index of the event in its message
 */
record AckId(UUID replica, long delivery, int event) {

    private static final Pattern FORM =
            Pattern.compile("([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\\.(\\d{1,18})\\.(\\d{1,9})");

    /** Empty if it is not an ack id that a replica has made. */
    static Optional<AckId> parse(String text) {
        var parts = FORM.matcher(text);
        return parts.matches()
                ? Optional.of(new AckId(
                        Ids.parse(parts.group(1)), Long.parseLong(parts.group(2)), Integer.parseInt(parts.group(3))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return replica + "." + delivery + "." + event;
    }
}
