package io.logcast.chaos.report;

import io.logcast.chaos.load.Post;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Whether the events of a post came out in the order in which they went in. */
public final class Order {

    private Order() {}

    /**
     * How many posts have an event that came before an earlier one of the same post.
     *
     * @param places where each token came; tokens without a place are left out
     */
    public static <T extends Comparable<T>> int disordered(List<Post> posts, Map<String, T> places) {
        return (int) posts.stream().filter(post -> descends(post, places)).count();
    }

    private static <T extends Comparable<T>> boolean descends(Post post, Map<String, T> places) {
        var came =
                post.tokens().stream().map(places::get).filter(Objects::nonNull).toList();
        return !came.equals(came.stream().sorted().toList());
    }
}
