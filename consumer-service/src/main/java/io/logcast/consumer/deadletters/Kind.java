package io.logcast.consumer.deadletters;

import io.logcast.consumer.archive.CannotBeStoredException;
import io.logcast.consumer.archive.IdConflictException;
import io.logcast.consumer.archive.UnreadableMessageException;
import io.logcast.model.event.InvalidLogEventException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The reasons of dead letters as a few fixed words, for filters and counts. */
public enum Kind {
    /** The id is archived with other content. */
    ID_CONFLICT(IdConflictException.class.getName()),
    /** Neither an event nor text. */
    UNREADABLE(UnreadableMessageException.class.getName(), InvalidLogEventException.class.getName()),
    /** The database refuses the data. */
    NOT_STORABLE(CannotBeStoredException.class.getName()),
    /** Given up by the broker: the message came back too often. */
    DELIVERY_LIMIT("delivery_limit"),
    /** The broker: a consumer rejected it. */
    REJECTED("rejected"),
    /** The broker: it waited for longer than its time-to-live. */
    EXPIRED("expired"),
    /** The broker: its queue was full. */
    OVERFLOW("maxlen"),
    OTHER;

    private final Set<String> causes;

    Kind(String... causes) {
        this.causes = Set.of(causes);
    }

    /** @param cause the class of a consumer's failure, or the broker's reason */
    static Kind of(String cause) {
        return Arrays.stream(values())
                .filter(kind -> kind.causes.contains(cause))
                .findFirst()
                .orElse(OTHER);
    }

    static Optional<Kind> named(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }

    /** Such as {@code id-conflict}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
