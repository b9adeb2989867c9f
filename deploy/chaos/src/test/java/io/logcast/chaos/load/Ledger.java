package io.logcast.chaos.load;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** All events and requests of a round. */
public final class Ledger {

    private final String prefix;
    private final AtomicInteger count = new AtomicInteger();
    private final Queue<Post> posts = new ConcurrentLinkedQueue<>();
    private final Queue<Attempt> attempts = new ConcurrentLinkedQueue<>();

    /** @param prefix the prefix of this round's tokens only */
    public Ledger(String prefix) {
        this.prefix = prefix;
    }

    public String prefix() {
        return prefix;
    }

    Post newPost() {
        var post = Post.of(prefix, count.getAndIncrement());
        posts.add(post);
        return post;
    }

    void record(Attempt attempt) {
        if (attempt.answer() == Answer.ACCEPTED) {
            attempt.post().accepted(attempt.endedAt());
        }
        attempts.add(attempt);
    }

    public Collection<Attempt> attempts() {
        return attempts;
    }

    public int events() {
        return posts.stream().mapToInt(post -> post.events().size()).sum();
    }

    /** The tokens of all events that were answered 202. */
    public Set<String> accepted() {
        return tokens(Post::isAccepted);
    }

    /** The tokens of the events of other sources. */
    public Set<String> notSubscribed() {
        return tokens(post -> !post.isSubscribed());
    }

    /** The tokens of the events that were answered 202 before that time. */
    public Set<String> acceptedBefore(long nanoTime) {
        return tokens(post -> post.wasAcceptedBefore(nanoTime));
    }

    /**
     * A time in which a reader may have missed events, as {@link System#nanoTime()}.
     */
    public record Doubt(long from, long to) {

        boolean has(long nanoTime) {
            return nanoTime - from >= 0 && nanoTime - to <= 0;
        }
    }

    /** The tokens of the events that were answered 202 outside these times. */
    public Set<String> acceptedOutside(List<Doubt> doubts) {
        return tokens(post -> post.isAccepted() && doubts.stream().noneMatch(doubt -> doubt.has(post.acceptedAt())));
    }

    /** Those of {@link Post#SUBSCRIBED} among them. */
    public Set<String> subscribedOutside(List<Doubt> doubts) {
        return tokens(post -> post.isSubscribed()
                && post.isAccepted()
                && doubts.stream().noneMatch(doubt -> doubt.has(post.acceptedAt())));
    }

    /** When the event with this token was sent first; empty if there is none. */
    public OptionalLong sentAt(String token) {
        return filtered(post -> post.tokens().contains(token))
                .mapToLong(Post::sentAt)
                .findFirst();
    }

    /** When each of these events was sent first and accepted, and how often it was sent. */
    public List<String> histories(Set<String> tokens) {
        return filtered(post -> post.tokens().stream().anyMatch(tokens::contains))
                .map(post -> "%s, sent at %s, accepted at %s, %d requests"
                        .formatted(
                                post.tokens().get(0),
                                instant(post.sentAt()),
                                instant(post.acceptedAt()),
                                attempts.stream()
                                        .filter(attempt -> attempt.post() == post)
                                        .count()))
                .toList();
    }

    private static Instant instant(long nanoTime) {
        return Instant.now().minusNanos(System.nanoTime() - nanoTime);
    }

    /** The posts of several events of {@link Post#SUBSCRIBED} that were answered 202. */
    public List<Post> subscribedSequences() {
        return filtered(post -> post.isAccepted() && post.isSubscribed() && post.hasSeveral())
                .toList();
    }

    /** Some of the events that were answered 202, from the whole round. */
    public List<Event> sample(int size) {
        var accepted = posts.stream()
                .filter(Post::isAccepted)
                .flatMap(post -> post.events().stream())
                .toList();
        int step = Math.max(1, accepted.size() / size);
        return IntStream.range(0, accepted.size())
                .filter(i -> i % step == 0)
                .mapToObj(accepted::get)
                .toList();
    }

    /** When the first request sent after that time was answered 202. */
    public OptionalLong firstAcceptedAfter(long nanoTime) {
        return attempts.stream()
                .filter(attempt -> attempt.answer() == Answer.ACCEPTED && attempt.sentAt() - nanoTime > 0)
                .mapToLong(Attempt::endedAt)
                .min();
    }

    private Set<String> tokens(Predicate<Post> which) {
        return filtered(which).flatMap(post -> post.tokens().stream()).collect(Collectors.toSet());
    }

    private Stream<Post> filtered(Predicate<Post> which) {
        return posts.stream().filter(which);
    }
}
