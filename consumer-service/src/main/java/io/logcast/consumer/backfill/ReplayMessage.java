package io.logcast.consumer.backfill;

import java.util.UUID;

/**
 * A message of replayed events. They need not share a route, since the message goes to one queue only; so they can stay
 * in the order of the archive.
 *
 * @param id of its first event
 * @param events how many it has
 * @param body JSON lines
 */
record ReplayMessage(UUID id, int events, byte[] body) {

    @Override
    public String toString() {
        // Payloads do not belong in logs.
        return "ReplayMessage[%s, %d events]".formatted(id, events);
    }
}
