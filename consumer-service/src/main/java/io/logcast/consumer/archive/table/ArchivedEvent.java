package io.logcast.consumer.archive.table;

import io.logcast.model.event.LogEvent;
import java.time.Instant;

/**
 * An event and when it was archived.
 *
 * @param at by the database's clock
 */
public record ArchivedEvent(LogEvent event, Instant at) {}
