package io.logcast.chaos.readers;

import io.logcast.chaos.load.Post;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** In which order a reader got tokens for the first time, and when an answer may have been lost that had some of them. */
final class ReadOrder {

    private final Map<String, Integer> places = new HashMap<>();
    private final List<Loss> losses = new ArrayList<>();

    /** @param place the number of tokens that had come before it */
    private record Loss(int place, long nanoTime) {}

    synchronized void got(List<String> tokens) {
        tokens.forEach(token -> places.putIfAbsent(token, places.size()));
    }

    synchronized void mayHaveLost(long nanoTime) {
        losses.add(new Loss(places.size(), nanoTime));
    }

    synchronized Map<String, Integer> places() {
        return Map.copyOf(places);
    }

    /**
     * The posts whose order is known: all tokens came, and none of them can have been in a lost answer, after which it comes
     * again, and later than those that followed it.
     */
    synchronized List<Post> known(List<Post> posts) {
        return posts.stream()
                .filter(post -> places.keySet().containsAll(post.tokens()))
                .filter(post -> losses.stream().noneMatch(loss -> mayHaveLost(loss, post)))
                .toList();
    }

    private boolean mayHaveLost(Loss loss, Post post) {
        return post.sentAt() - loss.nanoTime < 0
                && post.tokens().stream().anyMatch(token -> places.getOrDefault(token, loss.place) >= loss.place);
    }
}
