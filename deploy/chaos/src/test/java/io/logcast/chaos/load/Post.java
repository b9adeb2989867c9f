package io.logcast.chaos.load;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One event, or several of one source in their order. They are sent together until they are accepted. */
public final class Post {

    /** What the names of all sources begin with. */
    public static final String SOURCES = "chaos.";
    /** The source of every other post. */
    public static final String SUBSCRIBED = SOURCES + "subscribed";

    private static final String OTHER = SOURCES + "other";
    /** Two of eight posts have several events, one of each source. */
    private static final int CYCLE = 8;

    private static final int SINGLE_ONES = 6;
    private static final int SEVERAL = 5;

    private final String source;
    private final List<Event> events;
    private volatile long sentAt;
    private volatile long acceptedAt;

    private Post(String source, List<Event> events) {
        this.source = source;
        this.events = events;
    }

    /** The post of that number; the tokens of its events begin with the prefix. */
    public static Post of(String prefix, int number) {
        int size = number % CYCLE < SINGLE_ONES ? 1 : SEVERAL;
        return new Post(
                number % 2 == 0 ? SUBSCRIBED : OTHER,
                IntStream.range(0, size)
                        .mapToObj(index -> new Event(prefix + number + "." + index))
                        .toList());
    }

    public List<Event> events() {
        return events;
    }

    /** The tokens of its events, in their order. */
    public List<String> tokens() {
        return events.stream().map(Event::token).toList();
    }

    boolean isSubscribed() {
        return source.equals(SUBSCRIBED);
    }

    boolean hasSeveral() {
        return events.size() > 1;
    }

    /** When it was sent first. */
    public long sentAt() {
        return sentAt;
    }

    /** Only by the thread that sends. */
    public void sent(long nanoTime) {
        if (sentAt == 0) {
            sentAt = nanoTime | 1;
        }
    }

    boolean isAccepted() {
        return acceptedAt != 0;
    }

    /** When it was answered 202; 0 if it was not. */
    long acceptedAt() {
        return acceptedAt;
    }

    boolean wasAcceptedBefore(long nanoTime) {
        return isAccepted() && acceptedAt - nanoTime < 0;
    }

    void accepted(long nanoTime) {
        acceptedAt = nanoTime | 1;
    }

    String json() {
        var objects = events.stream().map(event -> event.json(source)).collect(Collectors.joining(","));
        return hasSeveral() ? "[" + objects + "]" : objects;
    }
}
